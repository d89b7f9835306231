import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** A rules file without rules. */
export const newRulesFile = '{\n  "rules": []\n}\n';

/**
 * Adds a rule (one JSON object as text) at the end of a rules file, keeping comments and layout.
 * @returns the new text and the offset of the added rule in it
 * @throws SyntaxError where the rule is not JSON
 */
export function insertRule(text: string, rule: string): { text: string; offset: number } {
  const source = text.trim() === '' ? newRulesFile : text;
  const root = parseTree(source);
  const path = root?.type === 'array' ? [] : ['rules'];
  const list = root && (path.length === 0 ? root : findNodeAtLocation(root, path));
  const edits =
    list?.type === 'array'
      ? modify(source, [...path, -1], JSON.parse(rule), { formattingOptions, isArrayInsertion: true })
      : modify(source, path, [JSON.parse(rule)], { formattingOptions });
  const next = applyEdits(source, edits);
  const tree = parseTree(next);
  const added = tree && (path.length === 0 ? tree : findNodeAtLocation(tree, path))?.children?.at(-1);
  return { text: next, offset: added?.offset ?? 0 };
}

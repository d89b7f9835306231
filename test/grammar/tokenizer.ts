/** The grammar in the very libraries VS Code tokenises with. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import onig from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const require = createRequire(import.meta.url);
const grammarFile = new URL('../../syntaxes/maillog.tmLanguage.json', import.meta.url);

await onig.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

/** A registry that knows our grammar alone; its theme can be set. */
export const registry = new textmate.Registry({
  onigLib: Promise.resolve({ createOnigScanner: (sources) => new onig.OnigScanner(sources), createOnigString: (text) => new onig.OnigString(text) }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), 'maillog.tmLanguage.json'),
});

/** The scope that every token of a mail log lies in. */
export const ROOT_SCOPE = 'text.log.mail';
export const grammar = (await registry.loadGrammar(ROOT_SCOPE)) ?? assertLoaded();

function assertLoaded(): never {
  throw new Error(`no grammar for ${ROOT_SCOPE}`);
}

/** A stretch of a line with its innermost scope, which is `ROOT_SCOPE` where the grammar leaves the text alone. */
export interface Token {
  start: number;
  text: string;
  scope: string;
}

/** The tokens of one line, neighbours of one scope joined. */
export function tokenize(line: string): Token[] {
  const joined: Token[] = [];
  for (const { startIndex, endIndex, scopes } of grammar.tokenizeLine(line, null).tokens) {
    const text = line.slice(startIndex, endIndex);
    const scope = scopes[scopes.length - 1];
    const last = joined[joined.length - 1];
    if (last?.scope === scope) last.text += text;
    else if (text !== '') joined.push({ start: startIndex, text, scope });
  }
  return joined;
}

/** How many rules are still open behind the line: 1 (the grammar itself) when the line stood alone. */
export function openRules(line: string): number {
  return grammar.tokenizeLine(line, null).ruleStack.depth;
}

/** What the fixtures call our scopes. */
export const SHORT_NAMES: Record<string, string> = {
  'comment.other.container.maillog': 'container',
  'comment.other.priority.maillog': 'priority',
  'comment.other.timestamp.maillog': 'time',
  'comment.other.log-host.maillog': 'log-host',
  'comment.other.process-id.maillog': 'pid',
  'comment.other.completed.maillog': 'completed',
  'comment.other.severity.maillog': 'note',
  'variable.other.program.maillog': 'program',
  'keyword.control.queue-id.maillog': 'id',
  'variable.other.host.maillog': 'host',
  'variable.other.ip.maillog': 'ip',
  'variable.other.port.maillog': 'port',
  'variable.other.value.maillog': 'number',
  'variable.other.delay.maillog': 'delay',
  'variable.other.relay.maillog': 'no-relay',
  'keyword.control.status.maillog': 'status',
  'variable.other.tls.maillog': 'tls',
  'support.function.address.maillog': 'address',
  'variable.other.message-id.maillog': 'message-id',
  'variable.parameter.field.maillog': 'field',
  'keyword.control.arrival.maillog': 'arrival',
  'keyword.control.reject.maillog': 'reject',
  'keyword.control.action.maillog': 'action',
  'keyword.control.event.maillog': 'event',
  'keyword.control.phase.maillog': 'phase',
  ...classNames('reply-code', ''),
  ...classNames('enhanced-status-code', 'e'),
  ...classNames('delivery-status', 's'),
  ...classNames('severity', 'w'),
};

function classNames(what: string, prefix: string): Record<string, string> {
  return Object.fromEntries([2, 3, 4, 5].map((digit) => [`${what}.${digit}xx.maillog`, `${prefix}${digit}xx`]));
}

import { RE2JS } from 're2js';
import { patternReach } from './rule.ts';
import type { PatternEngine } from './user-rules.ts';

/**
 * Patterns of users on RE2: linear time in the text, no look-around, no back references. Without case. Named groups ip, domain, list and url (`(?P<ip>...)` or `(?<ip>...)`) are
 * taken as what the reply names. Imported lazily by whoever reads a rules file, because most users have none.
 */
export const linearPattern: PatternEngine = (source) => {
  const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  const names = Object.keys(compiled.namedGroups());
  return {
    match({ plain }) {
      const matcher = compiled.matcher(plain.slice(0, patternReach));
      if (!matcher.find()) return null;
      return Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? undefined]));
    },
  };
};

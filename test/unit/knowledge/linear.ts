interface Group {
  unbounded: boolean;
  alternatives: boolean;
  /** Every alternative ends with a blank, which none of the classes in use holds: a text can be split in one way only. */
  separated: boolean;
}

/** What makes a pattern backtrack badly; null where nothing does. Stricter than needed: our own patterns can always be written without. */
export function ambiguity(pattern: string): string | null {
  const tokens = [...pattern.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<\w+>|[:=!]|<[=!])|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gu)].map(
    ([token]) => token,
  );
  const open: Group[] = [];
  let closed: Group | null = null;
  for (const [index, token] of tokens.entries()) {
    if (/^\(/.test(token)) {
      if (/^\(\?<?[=!]/.test(token)) return 'look-around';
      open.push({ unbounded: false, alternatives: false, separated: true });
    } else if (token === ')') {
      closed = open.pop() ?? null;
      if (closed && tokens[index - 1] !== ' ') closed.separated = false;
      const outer = open.at(-1);
      if (closed?.unbounded && outer) outer.unbounded = true;
      continue;
    } else if (/^\\[1-9k]/.test(token)) return 'back reference';
    else if (token === '|') {
      const group = open.at(-1);
      if (group) group.alternatives = true;
      if (group && tokens[index - 1] !== ' ') group.separated = false;
    } else if (/^(?:[*+]|\{\d+,\})/.test(token)) {
      if (closed?.unbounded && !closed.separated) return 'repetition inside repetition';
      if (closed?.alternatives && !closed.separated) return 'alternatives inside repetition';
      const group = open.at(-1);
      if (group) group.unbounded = true;
    } else if (/^\{/.test(token) && closed?.unbounded && !closed.separated) return 'repetition inside counted repetition';
    closed = null;
  }
  return adjacent(tokens);
}

/** Two unbounded repetitions of classes next to each other that share characters could split a run in many ways. */
function adjacent(tokens: string[]): string | null {
  for (let i = 0; i + 3 < tokens.length; i++) {
    const repeats = (at: number) => /^(?:[*+]|\{\d+,\})/.test(tokens[at] ?? '');
    if (!repeats(i + 1) || !repeats(i + 3)) continue;
    const [first, second] = [tokens[i], tokens[i + 2]];
    if (!isClass(first) || !isClass(second)) continue;
    const shared = samples.some((char) => new RegExp(`^${first}$`, 'iu').test(char) && new RegExp(`^${second}$`, 'iu').test(char));
    if (shared) return `${first} beside ${second}`;
  }
  return null;
}

const samples = [...' aZ05.-_:@<>[]()/"\'\u00e9'];
const isClass = (token: string) => /^(?:\[|\\[a-zA-Z.]|\.|[a-z0-9 ])/u.test(token);

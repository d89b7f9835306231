import { startsAt, until } from '../source/scan.ts';
import { Field, type Fields } from './fields.ts';

/** `message repeated N times: [ BODY]`, as rsyslog writes lines that come again: makes the inner body the line's own, which counts N times. */
export function unwrapRepeated(fields: Fields): void {
  const { text, lineEnd } = fields;
  const body = fields.start(Field.body);
  if (!startsAt(text, words, body, lineEnd)) return;
  const count = body + words.length;
  const space = until(text, 32, count, lineEnd);
  if (!startsAt(text, behind, space, lineEnd)) return;
  fields.repeat = Math.max(1, Number(text.slice(count, space)) || 1);
  const inner = space + behind.length;
  if (text.charCodeAt(lineEnd - 1) === 93) fields.lineEnd--;
  fields.set(Field.body, text.charCodeAt(inner) === 32 ? inner + 1 : inner, fields.lineEnd);
}

const words = 'message repeated ';
const behind = ' times: [';

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFilter, LineSelector, Part, type Selection, type Summary } from '../../../server/src/core.ts';
import type { TlsTrust } from '../../../server/src/summary/summary.ts';
import { logText, partOf, reference, rowsOf } from './fold.ts';

const rows = rowsOf(logText('postfix-shortqid/mail.log'));
const whole = partOf(rows, 0, rows.rows.length);
const summary = whole.finish(reference);

function linesOf(selection: Selection) {
  const selector = new LineSelector(selection, rows.tables, whole.calendar(reference));
  selector.open('mail.log');
  for (const row of rows.rows) selector.add(row);
  return selector.finish(10_000);
}

function filtered(filter: Selection): Summary {
  const part = new Part({ tables: rows.tables, filter: createFilter(filter, rows.tables, whole.calendar(reference)) });
  part.open('mail.log');
  for (const row of rows.rows) part.add(row);
  return part.finish(reference);
}

test('every number of the summary leads to as many lines', () => {
  const { totals } = summary;
  for (const status of ['delivered', 'deferred', 'bounced', 'expired'] as const)
    assert.equal(linesOf({ kind: 'delivery', status }).total, totals[status], status);
  assert.equal(linesOf({ kind: 'attempt' }).total, totals.attempts);
  assert.equal(linesOf({ kind: 'rejection' }).total, totals.rejections);
  assert.equal(linesOf({ kind: 'probe' }).total, totals.probes);
  assert.equal(linesOf({ kind: 'recovered' }).total, totals.recovered);
  assert.equal(linesOf({ kind: 'message' }).total, totals.messages);
  assert.equal(linesOf({ kind: 'delivery', once: true }).total, totals.addresses);
  for (const { code, saidBy, count } of summary.replyCodes) assert.equal(linesOf({ replyCode: code, saidBy }).total, count, `${code} ${saidBy}`);
  for (const { code, saidBy, count } of summary.enhancedCodes)
    assert.equal(linesOf({ enhancedCode: code, saidBy }).total, count, `${code} ${saidBy}`);
  for (const { receiver, attempts, deliveries, bounced, reasons } of summary.receivers) {
    assert.equal(linesOf({ receiver, kind: 'attempt' }).total, attempts, receiver);
    assert.equal(linesOf({ receiver, kind: 'delivery' }).total, deliveries, receiver);
    assert.equal(linesOf({ receiver, kind: 'delivery', status: 'bounced' }).total, bounced, receiver);
    for (const { reason, count } of reasons) assert.equal(linesOf({ receiver, reason, kind: 'delivery' }).total, count, `${receiver} ${reason}`);
  }
  for (const { domain, deliveries } of summary.recipientDomains)
    assert.equal(linesOf({ recipientDomain: domain, kind: 'delivery' }).total, deliveries, domain);
  for (const { domain, deliveries } of summary.senderDomains)
    assert.equal(linesOf({ senderDomain: domain, kind: 'delivery' }).total, deliveries, domain);
  for (const { reason, saidBy, receiver, attempts, deliveries, recipients } of summary.causes) {
    const selection = { reason, saidBy, kind: 'cause' as const, ...(saidBy === 'remote' && { receiver: receiver ?? '' }) };
    assert.equal(linesOf(selection).total, attempts, `${reason} ${saidBy} ${receiver}`);
    assert.equal(linesOf({ ...selection, kind: 'failure' }).total, deliveries, `${reason} ${saidBy} ${receiver} failed`);
    assert.equal(linesOf({ ...selection, kind: 'attempt', once: true }).total, recipients, `${reason} ${saidBy} ${receiver} recipients`);
  }
  for (const { attempts, deliveries, ...row } of summary.reasons) {
    assert.equal(linesOf({ ...row, kind: 'attempt' }).total, attempts, row.reason);
    assert.equal(linesOf({ ...row, kind: 'delivery' }).total, deliveries, row.reason);
  }
  for (const { sender, saslUsername, deliveries } of summary.senders)
    assert.equal(linesOf({ sender, account: saslUsername ?? '', kind: 'delivery' }).total, deliveries, `${sender} ${saslUsername}`);
  for (const { code, enhancedCode, reason, count } of summary.rejectionReasons) {
    const selection = { kind: 'rejection' as const, replyCode: code, enhancedCode: enhancedCode ?? '', reason };
    assert.equal(linesOf(selection).total, count, `rejection ${code} ${enhancedCode} ${reason}`);
  }
});

test('what waits, the notices and the TLS connections lead to as many lines', () => {
  const { open, notices, receivers, totals } = summary;
  assert.equal(linesOf({ kind: 'untried' }).total, open.untried);
  assert.equal(linesOf({ kind: 'waiting' }).total, open.messages);
  for (const { receiver, messages } of open.nextHops)
    assert.equal(linesOf({ kind: 'waiting', receiver: receiver ?? '' }).total, messages, `${receiver}`);
  for (const { receiver, deliveries } of open.nextHops)
    assert.equal(linesOf({ receiver: receiver ?? '', kind: 'delivery', status: 'deferred' }).total, deliveries, `waiting for ${receiver}`);
  assert.equal(
    open.nextHops.reduce((sum, { deliveries }) => sum + deliveries, 0),
    totals.deferred,
  );
  assert.ok(open.messages <= totals.deferred && open.nextHops.some(({ oldestSeconds }) => (oldestSeconds ?? 0) > 0));
  assert.ok(notices.sent > 0 && notices.deliveries > 0);
  assert.equal(linesOf({ kind: 'notification' }).total, notices.sent);
  assert.equal(linesOf({ kind: 'notice' }).total, notices.deliveries);
  for (const { domain, bounced } of notices.domains)
    assert.equal(linesOf({ kind: 'notice', recipientDomain: domain, status: 'bounced' }).total, bounced);
  assert.ok(receivers.some(({ tls }) => tls && tls.untrusted > 0));
  for (const { receiver, tls } of receivers)
    for (const [trust, count] of Object.entries(tls ?? {}) as [TlsTrust, number][])
      assert.equal(linesOf({ kind: 'tls', tls: trust, receiver }).total, count, `${trust} at ${receiver}`);
});

test('lines come in order, and page by page', () => {
  const all = linesOf({ kind: 'attempt' }).lines;
  assert.deepEqual(
    all.map(({ line }) => line),
    [...all.map(({ line }) => line)].sort((a, b) => a - b),
  );
  const selector = new LineSelector({ kind: 'attempt' }, rows.tables, whole.calendar(reference));
  selector.open('mail.log');
  for (const row of rows.rows) selector.add(row);
  assert.deepEqual(selector.finish(10, 20).lines, all.slice(20, 30));
});

test('a filtered summary counts what the unfiltered one says of that receiver, sender domain or reason', () => {
  const [receiver] = summary.receivers;
  const one = filtered({ receiver: receiver.receiver });
  assert.deepEqual(one.receivers, [receiver]);
  assert.deepEqual([one.totals.deliveries, one.totals.attempts, one.totals.rejections], [receiver.deliveries, receiver.attempts, 0]);
  const [domain] = summary.senderDomains;
  const { domain: name, ...counts } = domain;
  assert.deepEqual(filtered({ senderDomain: name }).senderDomains[0], { domain: name, ...counts });
  for (const { reason } of summary.reasons) {
    const deliveries = summary.reasons.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.deliveries, 0);
    assert.equal(filtered({ reason }).totals.deliveries, deliveries, reason);
  }
});

test('ranges that split a log share its deliveries out', () => {
  const middle = new Date((Date.parse(summary.inputs[0].firstTime as string) + Date.parse(summary.inputs[0].lastTime as string)) / 2).toISOString();
  const parts = [filtered({ to: middle }), filtered({ from: middle })];
  for (const name of ['deliveries', 'attempts', 'bounced', 'delivered'] as const) {
    assert.equal(parts[0].totals[name] + parts[1].totals[name], summary.totals[name], name);
    assert.ok(parts[0].totals.deliveries > 0 && parts[1].totals.deliveries > 0);
  }
});

import { defaultKnowledge } from '../../knowledge/default.ts';
import { plainText } from '../../text/escape.ts';
import { grouped } from '../../text/number.ts';
import type { Reason } from '../../verdict/verdict.ts';
import type { Cause, Evidence, Summary } from '../summary.ts';
import { type Column, duration, percent, plural, table } from './table.ts';

/** Rows of each table; the rest is counted in a line below. JSON has all. */
const most = 15;

/** The report for people: state, causes with advice, tables. Plain enough to read on a terminal. */
export function summaryMarkdown(summary: Summary): string {
  const parts = [
    '# Mail Log',
    head(summary),
    findings(summary),
    causes(summary),
    receivers(summary),
    open(summary),
    transport(summary),
    senderDomains(summary),
    codes(summary),
    suppressions(summary),
    notices(summary),
    rejections(summary),
    unknown(summary),
    notes(summary),
    inputs(summary),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function head(summary: Summary): string {
  const { totals, health, reasons } = summary;
  if (totals.deliveries === 0 && totals.rejections === 0 && reasons.length === 0)
    return '**No mail.** No delivery and no SMTP reply was found in this log.';
  const lines = [`**${plainText(health.sentence)}**`];
  if (totals.deliveries > 0) {
    lines.push(
      `${plural(totals.messages, 'message')}, ${plural(totals.deliveries, 'delivery', 'deliveries')} to ${plural(totals.addresses, 'address', 'addresses')}: ` +
        `${grouped(totals.delivered)} delivered${totals.recovered > 0 ? ` (${grouped(totals.recovered)} after a deferral)` : ''}, ` +
        `${grouped(totals.deferred)} still deferred, ${grouped(totals.bounced)} bounced, ${grouped(totals.expired)} expired.`,
    );
  }
  const rates = `Bounce rate ${percent(totals.bounceRate)}, unknown recipients ${percent(totals.invalidRecipientRate)} (of own mail to others that ended).`;
  if (totals.bounceRate !== null) lines.push(rates);
  const apart = [
    plural(totals.attempts, 'attempt'),
    ...(totals.rejections > 0 ? [`${plural(totals.rejections, 'rejection')} by this server`] : []),
    ...(totals.probes > 0 ? [plural(totals.probes, 'probe')] : []),
  ];
  lines.push(`${apart.join(', ')}.`);
  return lines.join('  \n');
}

function findings({ findings }: Summary): string {
  if (findings.length === 0) return '';
  const items = findings.map(
    ({ severity, title, advice, evidence, pages }) =>
      `- **${severity}**: ${plainText(title)}${/[.!?]$/.test(title) ? '' : '.'} ${linked(plainText(advice), pages ?? [])}${at(evidence[0])}`,
  );
  return section('Findings', items.join('\n'));
}

/** "Look at Google Postmaster Tools (https://...)": the address becomes a link that terminals and viewers of Markdown open. */
function linked(advice: string, pages: NonNullable<Summary['findings'][number]['pages']>): string {
  return pages.reduce((text, { url }) => text.replaceAll(url, `<${url}>`), advice);
}

function at(evidence: Evidence | undefined): string {
  return evidence ? ` (${plainText(evidence.path)}:${evidence.line})` : '';
}

/** What did not get through, each cause with what to do. */
function causes({ causes, totals }: Summary): string {
  const open = causes.filter(({ deliveries, attempts, saidBy }) => deliveries > 0 || (saidBy === 'own' && attempts > 0));
  if (open.length === 0) return '';
  const { reasons } = defaultKnowledge();
  const rows = table(open.slice(0, most), [
    { head: 'Failed', right: true, cell: ({ deliveries }) => deliveries },
    { head: 'Attempts', right: true, cell: ({ attempts }) => attempts },
    {
      head: 'Who',
      cell: ({ receiver, saidBy }) => receiver ?? (saidBy === 'own' ? 'this server' : totals.deliveries > 0 ? 'local delivery' : 'not named'),
    },
    { head: 'Cause', cell: ({ reason }) => titleOf(reason) },
    { head: 'What to do', cell: ({ action }) => actionWords[action] },
    { head: 'First line', cell: ({ first }) => place(first) },
  ]);
  const advice = [...new Set(open.slice(0, most).map(({ reason }) => reason))].map((reason) => {
    const info = reasons.get(reason);
    return info ? `- **${info.title}** (${reason}): ${info.advice}` : '';
  });
  return section('Causes of what failed', `${rows}${rest(open.length)}\n\n${advice.filter((line) => line !== '').join('\n')}`);
}

const actionWords: Record<Cause['action'], string> = {
  none: 'nothing',
  retry: 'wait, it is retried',
  'retry-slower': 'send slower',
  suppress: 'suppress the address',
  'fix-auth': 'fix SPF, DKIM, DMARC',
  delist: 'ask for delisting',
  'fix-content': 'check the content',
  'fix-dns': 'fix your DNS',
  'fix-config': 'fix the configuration',
  investigate: 'look into it',
};

function titleOf(reason: Reason): string {
  return defaultKnowledge().reasons.get(reason)?.title ?? reason;
}

/** File name and line: the whole path is below, at the inputs. */
function place({ path, line }: Evidence): string {
  return `${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}:${line}`;
}

type Counted = { deliveries: number; delivered: number; deferred: number; bounced: number; expired: number };

const outcomes: Column<Counted>[] = [
  { head: 'Deliveries', right: true, cell: ({ deliveries }) => deliveries },
  { head: 'Delivered', right: true, cell: ({ delivered }) => delivered },
  { head: 'Deferred', right: true, cell: ({ deferred }) => deferred },
  { head: 'Bounced', right: true, cell: ({ bounced }) => bounced },
  { head: 'Expired', right: true, cell: ({ expired }) => expired },
];

function receivers({ receivers, totals }: Summary): string {
  if (receivers.length === 0) return '';
  const columns: Column<Summary['receivers'][number]>[] = [
    { head: 'Receiver', cell: ({ receiver }) => receiver },
    ...(totals.deliveries > 0 ? outcomes : []),
    { head: 'Attempts', right: true, cell: ({ attempts }) => attempts },
    { head: 'Median', right: true, cell: ({ delay }) => (delay ? duration(delay.median) : '–') },
    { head: '95 %', right: true, cell: ({ delay }) => (delay ? duration(delay.p95) : '–') },
    { head: 'Main reason', cell: ({ reasons }) => (reasons[0] ? `${titleOf(reasons[0].reason)} (${reasons[0].count})` : '–') },
  ];
  return section('Receivers', table(receivers.slice(0, most), columns) + rest(receivers.length));
}

/** What waits at the end of the log. */
function open({ open: { messages, untried, nextHops } }: Summary): string {
  if (messages + untried === 0) return '';
  const rows = table(nextHops.slice(0, most), [
    { head: 'Next hop', cell: ({ receiver }) => receiver ?? 'none, or this machine' },
    { head: 'Messages', right: true, cell: (row) => row.messages },
    { head: 'Deliveries', right: true, cell: ({ deliveries }) => deliveries },
    { head: 'Oldest', right: true, cell: ({ oldestSeconds }) => (oldestSeconds === null ? '–' : duration(oldestSeconds)) },
    { head: 'Its line', cell: ({ oldest }) => place(oldest) },
  ]);
  const waiting = `${plural(messages, 'message')} waited at the end of the log${untried > 0 ? `, ${grouped(untried)} more had not been tried` : ''}.`;
  return section('Still in the queue', nextHops.length > 0 ? `${waiting}\n\n${rows}${rest(nextHops.length)}` : waiting);
}

/** Where the time went, and how connections were encrypted. */
function transport({ receivers }: Summary): string {
  const told = receivers.filter(({ delayParts, greylisting, tls }) => delayParts || greylisting || tls);
  if (told.length === 0) return '';
  const columns: Column<Summary['receivers'][number]>[] = [
    { head: 'Receiver', cell: ({ receiver }) => receiver },
    ...(['queue', 'manager', 'connect', 'transfer'] as const).map((part) => ({
      head: part.charAt(0).toUpperCase() + part.slice(1),
      right: true,
      cell: ({ delayParts }: Summary['receivers'][number]) => (delayParts ? duration(delayParts[part]) : '–'),
    })),
    {
      head: 'Greylisted',
      right: true,
      cell: ({ greylisting }) => (greylisting ? `${greylisting.deliveries} (${duration(greylisting.median)})` : '–'),
    },
    { head: 'TLS', cell: ({ tls }) => (tls ? tlsWords(tls) : '–') },
  ];
  return section('Delay and encryption by receiver', table(told.slice(0, most), columns) + rest(told.length));
}

function tlsWords(tls: NonNullable<Summary['receivers'][number]['tls']>): string {
  const parts = Object.entries(tls).filter(([, count]) => count > 0);
  return parts.map(([trust, count]) => `${grouped(count)} ${trust}`).join(', ');
}

/** Bounce notices of this server. */
function notices({ notices: { sent, deliveries, delivered, deferred, bounced, expired, domains } }: Summary): string {
  if (sent + deliveries === 0) return '';
  const to = domains.slice(0, 5).map(({ domain, deliveries: by }) => `${plainText(domain || 'local addresses')} × ${grouped(by)}`);
  const became = `${grouped(delivered)} delivered, ${grouped(deferred)} still deferred, ${grouped(bounced + expired)} returned`;
  return section(
    'Notices of this server',
    `${plural(sent, 'notice')} made; of ${plural(deliveries, 'delivery', 'deliveries')} ${became}.  \nTo: ${to.join(', ') || '–'}`,
  );
}

function senderDomains({ senderDomains }: Summary): string {
  const rows = senderDomains.filter(({ bounceRate }) => bounceRate !== null);
  if (rows.length === 0) return '';
  const columns: Column<Summary['senderDomains'][number]>[] = [
    { head: 'Sender domain', cell: ({ domain }) => domain },
    ...outcomes,
    { head: 'Bounce rate', right: true, cell: ({ bounceRate }) => percent(bounceRate) },
    { head: 'Unknown recipients', right: true, cell: ({ invalidRecipientRate }) => percent(invalidRecipientRate) },
  ];
  return section('Sender domains', table(rows.slice(0, most), columns) + rest(rows.length));
}

function codes({ replyCodes, enhancedCodes }: Summary): string {
  const list = (rows: readonly { code: number | string; saidBy: string; count: number }[]) =>
    rows
      .slice(0, 20)
      .map(({ code, saidBy, count }) => `${plainText(String(code))}${saidBy === 'own' ? ' (own)' : ''} × ${grouped(count)}`)
      .join(', ');
  const lines = [
    ...(replyCodes.length > 0 ? [`Reply codes: ${list(replyCodes)}`] : []),
    ...(enhancedCodes.length > 0 ? [`Enhanced status codes: ${list(enhancedCodes)}`] : []),
  ];
  return lines.length === 0 ? '' : section('Codes', lines.join('  \n'));
}

function suppressions({ suppressions }: Summary): string {
  if (suppressions.length === 0) return '';
  const rows = table(suppressions.slice(0, most), [
    { head: 'Address', cell: ({ address }) => address },
    { head: 'Reason', cell: ({ reason }) => titleOf(reason) },
    { head: 'Line', cell: ({ evidence }) => place(evidence) },
  ]);
  return section('Stop writing to', rows + rest(suppressions.length));
}

function rejections({ totals, rejectionReasons }: Summary): string {
  if (totals.rejections === 0) return '';
  const rows = table(rejectionReasons.slice(0, most), [
    { head: 'Count', right: true, cell: ({ count }) => count },
    { head: 'Code', right: true, cell: ({ code }) => (code === 0 ? '–' : String(code)) },
    { head: 'Example', cell: ({ example }) => example },
  ]);
  return section('Refused by this server', rows + rest(rejectionReasons.length));
}

function unknown({ unknown }: Summary): string {
  if (unknown.length === 0) return '';
  const rows = table(unknown.slice(0, most), [
    { head: 'Lines', right: true, cell: ({ count }) => count },
    { head: 'Shape', cell: ({ shape }) => shape },
    { head: 'Example', cell: ({ example }) => place(example) },
  ]);
  return section('Not understood', rows + rest(unknown.length));
}

function notes({ notes }: Summary): string {
  return notes.length === 0 ? '' : section('Notes', notes.map((note) => `- ${plainText(note)}`).join('\n'));
}

function inputs({ inputs }: Summary): string {
  const rows = inputs.map(({ path, format, lines, understoodLines, firstTime, lastTime }) => {
    const share = lines === 0 ? '' : `, ${((understoodLines / lines) * 100).toFixed(understoodLines === lines ? 0 : 1)} % understood`;
    const times = firstTime && lastTime ? `, ${firstTime} to ${lastTime}` : '';
    return `- ${plainText(path)}: ${format ?? 'no mail log'}, ${plural(lines, 'line')}${share}${times}`;
  });
  return section('Read', rows.join('\n'));
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function rest(length: number): string {
  return length > most ? `\n\n… and ${grouped(length - most)} more` : '';
}

import type { Outcomes, Selection, Summary } from '../../../server/src/summary/summary.ts';
import { reasonTitle } from '../reasons.ts';
import { Count, FilterName } from './count.tsx';
import { percent, rateMarks, seconds } from './figures.ts';
import { OutcomeBar } from './header.tsx';
import { type Column, Table } from './table.tsx';
import { actionTitle } from './words.ts';

type Row<K extends 'receivers' | 'senderDomains' | 'recipientDomains' | 'senders' | 'reasons'> = Summary[K][number];

/** Deliveries by outcome, each number leading to its lines. */
export function outcomeColumns<R extends Outcomes>(
  of: (row: R) => Selection,
  name: (row: R) => string,
  kind: 'delivery' | 'notice' = 'delivery',
): Column<R>[] {
  const column = (key: 'delivered' | 'deferred' | 'bounced' | 'expired'): Column<R> => ({
    key,
    title: key.charAt(0).toUpperCase() + key.slice(1),
    numeric: true,
    value: (row) => row[key],
    show: (row) => <Count value={row[key]} of={{ ...of(row), kind, status: key }} title={`${key}, ${name(row)}`} className={key} />,
  });
  return [
    {
      key: 'deliveries',
      title: 'Deliveries',
      numeric: true,
      value: (row) => row.deliveries,
      show: (row) => <Count value={row.deliveries} of={{ ...of(row), kind }} title={`deliveries, ${name(row)}`} />,
    },
    {
      key: 'bar',
      title: 'Outcome',
      value: (row) => (row.deliveries ? row.delivered / row.deliveries : null),
      show: (row) => <OutcomeBar outcomes={row} />,
      className: 'barcell',
    },
    column('delivered'),
    column('deferred'),
    column('bounced'),
    column('expired'),
  ];
}

const receiverColumns: Column<Row<'receivers'>>[] = [
  { key: 'receiver', title: 'Receiver', value: ({ receiver }) => receiver, show: ({ receiver }) => <FilterName name={receiver} by="receiver" /> },
  ...outcomeColumns<Row<'receivers'>>(
    ({ receiver }) => ({ receiver }),
    ({ receiver }) => receiver,
  ),
  {
    key: 'attempts',
    title: 'Attempts',
    numeric: true,
    value: (row) => row.attempts,
    show: ({ attempts, receiver }) => <Count value={attempts} of={{ kind: 'attempt', receiver }} title={`attempts, ${receiver}`} />,
  },
  { key: 'median', title: 'Delay', numeric: true, value: ({ delay }) => delay?.median, show: ({ delay }) => seconds(delay?.median) },
];

export function Receivers({ rows }: { rows: Row<'receivers'>[] }) {
  return (
    <Table
      id="receivers"
      caption="Deliveries by receiver, with the median delay to delivery"
      columns={receiverColumns}
      rows={rows}
      keyOf={(row) => row.receiver}
    />
  );
}

const senderDomainColumns: Column<Row<'senderDomains'>>[] = [
  { key: 'domain', title: 'Domain', value: ({ domain }) => domain, show: ({ domain }) => <FilterName name={domain} by="senderDomain" /> },
  ...outcomeColumns<Row<'senderDomains'>>(
    ({ domain }) => ({ senderDomain: domain }),
    ({ domain }) => domain,
  ),
  {
    key: 'bounceRate',
    title: 'Bounce rate',
    value: (row) => row.bounceRate,
    show: (row) => <RateMeter rate={row.bounceRate} />,
    className: 'metercell',
  },
  { key: 'invalid', title: 'Invalid', numeric: true, value: (row) => row.invalidRecipientRate, show: (row) => percent(row.invalidRecipientRate) },
];

/** Right end of the meter: twice the mark of damage. */
const meterEnd = 2 * rateMarks.damage;

/** A rate on a short scale with its two marks; the number stands beside it. */
function RateMeter({ rate }: { rate: number | null }) {
  if (rate === null) return <span class="zero">–</span>;
  const level = rate > rateMarks.damage ? 'damage' : rate > rateMarks.attention ? 'attention' : 'healthy';
  const at = (value: number) => `${Math.min(100, (100 * value) / meterEnd)}%`;
  return (
    <span class={`meter ${level}`}>
      <span class="track" aria-hidden="true">
        <span class="fill" style={{ width: at(rate) }} />
        <span class="mark" style={{ left: at(rateMarks.attention) }} />
        <span class="mark" style={{ left: at(rateMarks.damage) }} />
      </span>
      <span class="value">{percent(rate)}</span>
    </span>
  );
}

export function SenderDomains({ rows }: { rows: Row<'senderDomains'>[] }) {
  return (
    <Table
      id="senderDomains"
      caption="Deliveries by sender domain, with bounce rate and rate of invalid recipients"
      columns={senderDomainColumns}
      rows={rows}
      keyOf={(row) => row.domain}
    />
  );
}

const recipientDomainColumns: Column<Row<'recipientDomains'>>[] = [
  { key: 'domain', title: 'Domain', value: ({ domain }) => domain, show: ({ domain }) => <FilterName name={domain} by="recipientDomain" /> },
  ...outcomeColumns<Row<'recipientDomains'>>(
    ({ domain }) => ({ recipientDomain: domain }),
    ({ domain }) => domain,
  ),
];

export function RecipientDomains({ rows }: { rows: Row<'recipientDomains'>[] }) {
  return (
    <Table id="recipientDomains" caption="Deliveries by recipient domain" columns={recipientDomainColumns} rows={rows} keyOf={(row) => row.domain} />
  );
}

const senderColumns: Column<Row<'senders'>>[] = [
  {
    key: 'sender',
    title: 'Sender',
    value: ({ sender }) => sender,
    show: ({ sender }) => (sender ? <FilterName name={sender} by="sender" /> : '<> (notices)'),
  },
  { key: 'account', title: 'Account', value: ({ saslUsername }) => saslUsername },
  { key: 'clients', title: 'Clients', value: ({ clients }) => clients.length, show: ({ clients }) => shortList(clients) },
  {
    key: 'deliveries',
    title: 'Deliveries',
    numeric: true,
    value: (row) => row.deliveries,
    show: (row) => (
      <Count
        value={row.deliveries}
        of={{ sender: row.sender, account: row.saslUsername ?? '', kind: 'delivery' }}
        title={`deliveries from ${row.sender}`}
      />
    ),
  },
  {
    key: 'bounced',
    title: 'Bounced',
    numeric: true,
    value: (row) => row.bounced,
    show: (row) => (
      <Count
        value={row.bounced}
        of={{ sender: row.sender, account: row.saslUsername ?? '', kind: 'delivery', status: 'bounced' }}
        title={`bounced from ${row.sender}`}
        className="bounced"
      />
    ),
  },
];

const shortList = (names: string[]) => (names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ') || '–');

export function Senders({ rows }: { rows: Row<'senders'>[] }) {
  return (
    <Table id="senders" caption="Senders and accounts" columns={senderColumns} rows={rows} keyOf={(row) => `${row.sender} ${row.saslUsername}`} />
  );
}

const reasonColumns: Column<Row<'reasons'>>[] = [
  {
    key: 'reason',
    title: 'Reason',
    value: ({ reason }) => reasonTitle(reason),
    show: ({ reason }) => <FilterName name={reason} by="reason" label={reasonTitle(reason)} />,
  },
  { key: 'saidBy', title: 'Said by', value: ({ saidBy }) => (saidBy === 'own' ? 'this server' : 'the other side') },
  { key: 'permanence', title: 'Permanence', value: ({ permanence }) => permanence },
  { key: 'action', title: 'What to do', value: ({ action }) => actionTitle(action) },
  {
    key: 'deliveries',
    title: 'Failed',
    numeric: true,
    value: (row) => row.deliveries,
    show: ({ deliveries, attempts: _, ...row }) => (
      <Count value={deliveries} of={{ ...row, kind: 'delivery' }} title={`failed: ${reasonTitle(row.reason)}`} />
    ),
  },
  {
    key: 'attempts',
    title: 'Attempts',
    numeric: true,
    value: (row) => row.attempts,
    show: ({ attempts, deliveries: _, ...row }) => (
      <Count value={attempts} of={{ ...row, kind: 'attempt' }} title={`attempts: ${reasonTitle(row.reason)}`} />
    ),
  },
];

export function Reasons({ rows }: { rows: Row<'reasons'>[] }) {
  return (
    <Table
      id="reasons"
      caption="Reasons by who said them"
      columns={reasonColumns}
      rows={rows}
      keyOf={({ reason, saidBy, permanence, action }) => `${reason} ${saidBy} ${permanence} ${action}`}
    />
  );
}

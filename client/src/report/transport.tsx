import type { Summary, TlsTrust } from '../../../server/src/summary/summary.ts';
import { Count, FilterName } from './count.tsx';
import { seconds } from './figures.ts';
import { Section } from './section.tsx';
import { type Column, Table } from './table.tsx';

type Row = Summary['receivers'][number];

const name: Column<Row> = {
  key: 'receiver',
  title: 'Receiver',
  value: ({ receiver }) => receiver,
  show: ({ receiver }) => <FilterName name={receiver} by="receiver" />,
};

const part = (key: 'queue' | 'manager' | 'connect' | 'transfer', title: string): Column<Row> => ({
  key,
  title,
  numeric: true,
  value: ({ delayParts }) => delayParts?.[key],
  show: ({ delayParts }) => seconds(delayParts?.[key]),
});

const delayColumns: Column<Row>[] = [
  name,
  { key: 'median', title: 'Median', numeric: true, value: ({ delay }) => delay?.median, show: ({ delay }) => seconds(delay?.median) },
  { key: 'p95', title: 'p95', numeric: true, value: ({ delay }) => delay?.p95, show: ({ delay }) => seconds(delay?.p95) },
  part('queue', 'In the queue'),
  part('manager', 'Queue manager'),
  part('connect', 'Connecting'),
  part('transfer', 'Sending'),
  {
    key: 'greylisted',
    title: 'Greylisted',
    numeric: true,
    value: ({ greylisting }) => greylisting?.deliveries,
    show: ({ greylisting, receiver }) =>
      greylisting ? (
        <Count
          value={greylisting.deliveries}
          of={{ kind: 'attempt', reason: 'greylist', receiver }}
          title={`deliveries greylisted by ${receiver}: their attempts`}
        />
      ) : (
        '–'
      ),
  },
  {
    key: 'cost',
    title: 'Which costs',
    numeric: true,
    value: ({ greylisting }) => greylisting?.median,
    show: ({ greylisting }) => seconds(greylisting?.median),
  },
];

/** Where the time to delivery goes. */
export function Delays({ rows }: { rows: Row[] }) {
  const told = rows.filter(({ delay, delayParts, greylisting }) => delay || delayParts || greylisting);
  return (
    <Section
      title="Time to delivery"
      show={told.length > 0}
      note="Half of the deliveries take the median, 95 % at most p95; then what an attempt spends where on average (delays=a/b/c/d), and what greylisting costs half of those it meets."
    >
      <Table
        id="delays"
        list="receivers"
        caption="Time to delivery by receiver"
        columns={delayColumns}
        rows={told}
        keyOf={({ receiver }) => receiver}
      />
    </Section>
  );
}

const trusts: [TlsTrust, string][] = [
  ['verified', 'Verified'],
  ['trusted', 'Trusted'],
  ['untrusted', 'Untrusted'],
  ['anonymous', 'Anonymous'],
  ['failed', 'Failed'],
];

const tlsColumns: Column<Row>[] = [
  name,
  ...trusts.map(
    ([key, title]): Column<Row> => ({
      key,
      title,
      numeric: true,
      value: ({ tls }) => tls?.[key] ?? 0,
      show: ({ tls, receiver }) => (
        <Count
          value={tls?.[key] ?? 0}
          of={{ kind: 'tls', tls: key, receiver }}
          title={`${key === 'failed' ? 'attempts that failed at STARTTLS' : `${key} TLS connections`}, ${receiver}`}
          className={key === 'failed' ? 'bounced' : ''}
        />
      ),
    }),
  ),
  {
    key: 'none',
    title: 'None',
    value: (row) => (isClear(row) ? 1 : 0),
    show: (row) => (isClear(row) ? <span class="badge">mail went in clear</span> : '–'),
  },
];

/** The log tells of TLS connections, of none with this receiver, and mail was delivered to it all the same. */
const isClear = ({ tls, delivered }: Row) => delivered > 0 && trusts.every(([key]) => key === 'failed' || !tls?.[key]);

/** How connections were encrypted; not there where the log does not tell (smtp_tls_loglevel = 0). */
export function Encryption({ rows }: { rows: Row[] }) {
  const told = rows.some(({ tls }) => tls !== null);
  return (
    <Section title="TLS" show={told} note="Connections to each receiver, in Postfix's words: untrusted is encrypted, but the name was not proved.">
      <Table
        id="tls"
        list="receivers"
        caption="TLS connections by receiver and trust"
        columns={tlsColumns}
        rows={rows.filter(({ tls, delivered }) => tls || delivered > 0)}
        keyOf={({ receiver }) => receiver}
      />
    </Section>
  );
}

import type { Summary } from '../../../server/src/summary/summary.ts';
import { Count, FilterName } from './count.tsx';
import { Line } from './details.tsx';
import { seconds } from './figures.ts';
import { Section } from './section.tsx';
import { type Column, Table } from './table.tsx';

type Hop = Summary['open']['nextHops'][number];
const nameOf = ({ receiver }: Hop) => receiver ?? 'No next hop, or this machine';

const columns: Column<Hop>[] = [
  {
    key: 'receiver',
    title: 'Next hop',
    value: nameOf,
    show: (hop) => (hop.receiver === null ? nameOf(hop) : <FilterName name={hop.receiver} by="receiver" />),
  },
  {
    key: 'messages',
    title: 'Messages',
    numeric: true,
    value: ({ messages }) => messages,
    show: (hop) => <Count value={hop.messages} of={{ kind: 'waiting', receiver: hop.receiver ?? '' }} title={`messages waiting, ${nameOf(hop)}`} />,
  },
  {
    key: 'deliveries',
    title: 'Deliveries',
    numeric: true,
    value: ({ deliveries }) => deliveries,
    show: (hop) => (
      <Count
        value={hop.deliveries}
        of={{ kind: 'delivery', status: 'deferred', receiver: hop.receiver ?? '' }}
        title={`waiting, ${nameOf(hop)}`}
        className="deferred"
      />
    ),
  },
  { key: 'oldest', title: 'Oldest waits', numeric: true, value: (hop) => hop.oldestSeconds, show: ({ oldestSeconds }) => seconds(oldestSeconds) },
  { key: 'line', title: 'Its last line', numeric: true, value: ({ oldest }) => oldest.line, show: ({ oldest }) => <Line {...oldest} /> },
];

/** What waits at the end of the log, and for whom. */
export function Queue({ open }: { open: Summary['open'] }) {
  return (
    <Section title="Still in the queue" show={open.messages + open.untried > 0} note="At the end of the log, by next hop.">
      {open.untried > 0 && (
        <p>
          <Count value={open.untried} of={{ kind: 'untried' }} title="messages not tried yet" />{' '}
          {open.untried === 1 ? 'message has' : 'messages have'} not been tried yet.
        </p>
      )}
      <Table id="open" caption="Open messages by next hop, with the age of the oldest" columns={columns} rows={open.nextHops} keyOf={nameOf} />
    </Section>
  );
}

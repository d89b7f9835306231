import type { Cause } from '../../../server/src/summary/summary.ts';
import { reasonTitle, severityOf } from '../reasons.ts';
import { useReport } from './context.ts';
import { Count, FilterName } from './count.tsx';
import { moment } from './filter.ts';
import { Icon } from './icons.tsx';
import { type Column, Table } from './table.tsx';
import { actionTitle, speakerOf } from './words.ts';

const selectionOf = ({ reason, saidBy, receiver }: Cause) => ({
  reason,
  saidBy,
  ...(saidBy === 'remote' && { receiver: receiver ?? '' }),
  kind: 'cause' as const,
});

/** What failed, at whose end, how often, what to do: the report's first table. */
export function Causes({ causes }: { causes: Cause[] }) {
  return <Table id="causes" caption="What failed, at whose end, and what to do" columns={columns} rows={causes} keyOf={keyOf} top={12} />;
}

const keyOf = ({ reason, saidBy, receiver }: Cause) => `${reason} ${saidBy} ${receiver}`;

const columns: Column<Cause>[] = [
  { key: 'reason', title: 'Cause', value: ({ reason }) => reasonTitle(reason), show: (cause) => <CauseCell cause={cause} />, className: 'cause' },
  { key: 'action', title: 'What to do', value: ({ action }) => actionTitle(action), className: 'action' },
  {
    key: 'deliveries',
    title: 'Failed',
    numeric: true,
    value: (cause) => cause.deliveries,
    show: (cause) => (
      <Count
        value={cause.deliveries}
        of={{ ...selectionOf(cause), kind: 'failure' }}
        title={`failed: ${reasonTitle(cause.reason)}, ${speakerOf(cause)}`}
      />
    ),
  },
  {
    key: 'recipients',
    title: 'Recipients',
    numeric: true,
    className: 'aside',
    value: (cause) => cause.recipients,
    show: (cause) => (
      <Count
        value={cause.recipients}
        of={{ ...selectionOf(cause), kind: 'attempt', once: true }}
        title={`recipients: ${reasonTitle(cause.reason)}, ${speakerOf(cause)}`}
      />
    ),
  },
  {
    key: 'attempts',
    title: 'Attempts',
    numeric: true,
    value: (cause) => cause.attempts,
    show: (cause) => <Count value={cause.attempts} of={selectionOf(cause)} title={`attempts: ${reasonTitle(cause.reason)}, ${speakerOf(cause)}`} />,
  },
  { key: 'last', title: 'Last', value: ({ lastTime }) => lastTime, show: ({ lastTime }) => (lastTime ? moment(lastTime) : '–'), className: 'time' },
];

function CauseCell({ cause }: { cause: Cause }) {
  const { openLine, openReference } = useReport();
  const severity = severityOf(cause);
  const { named } = cause;
  // a cause may stand for many lines: an address of another one beside this example would mislead
  const names = [named.list, ...[named.ip, named.domain].filter((name) => name && cause.example.includes(name))].filter(Boolean).join(' · ');
  return (
    <div class={`causecell ${severity}`}>
      <Icon name={severity} />
      <div>
        <p class="what">
          <span class="hidden">{severity}: </span>
          <button type="button" class="name" title="What this means" onClick={() => openReference(cause.reason)}>
            {reasonTitle(cause.reason)}
          </button>
          <span class="who">{cause.receiver ? <FilterName name={cause.receiver} by="receiver" /> : speakerOf(cause)}</span>
          {cause.receiverAcceptsNothing && <span class="badge">accepts nothing</span>}
          {names && <span class="quiet">{names}</span>}
          <span class="do">{actionTitle(cause.action)}</span>
        </p>
        <button
          type="button"
          class="example"
          title={cause.example}
          aria-label={`Open line ${cause.first.line}: ${cause.example}`}
          onClick={() => openLine(cause.first.path, cause.first.line)}
        >
          {cause.example}
        </button>
      </div>
    </div>
  );
}

import type { Summary } from '../../../server/src/summary/summary.ts';
import { Count, FilterName } from './count.tsx';
import { outcomeColumns } from './outcomes.tsx';
import { Section } from './section.tsx';
import { type Column, Table } from './table.tsx';
import { plural } from './words.ts';

type Row = Summary['notices']['domains'][number];

const columns: Column<Row>[] = [
  {
    key: 'domain',
    title: 'To',
    value: ({ domain }) => domain,
    show: ({ domain }) => (domain ? <FilterName name={domain} by="recipientDomain" /> : 'Addresses without a domain'),
  },
  ...outcomeColumns<Row>(
    ({ domain }) => ({ recipientDomain: domain }),
    ({ domain }) => `notices to ${domain}`,
    'notice',
  ),
];

/** Bounce notices that this server sent, and where to. */
export function Notices({ notices }: { notices: Summary['notices'] }) {
  return (
    <Section title="Notices of this server" show={notices.sent + notices.deliveries > 0}>
      <p>
        <Count value={notices.sent} of={{ kind: 'notification' }} title="notices made">
          {plural(notices.sent, 'notice', 'notices')}
        </Count>{' '}
        of bounces and delays made. <span class="quiet">Notices to people who never wrote are backscatter.</span>
      </p>
      <Table id="notices" caption="Notices by recipient domain" columns={columns} rows={notices.domains} keyOf={({ domain }) => domain} top={6} />
    </Section>
  );
}

import type { Summary } from '../../../server/src/summary/summary.ts';
import { Causes } from './causes.tsx';
import { Codes, Rejections, SuppressionCandidates, Unknown } from './details.tsx';
import { Filters } from './filters.tsx';
import { Findings } from './findings.tsx';
import { Header } from './header.tsx';
import { HeatTable } from './heat.tsx';
import type { SummaryMessage } from './messages.ts';
import { Notices } from './notices.tsx';
import { Reasons, Receivers, RecipientDomains, SenderDomains, Senders } from './outcomes.tsx';
import { Queue } from './queue.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';
import { Delays, Encryption } from './transport.tsx';

interface Props {
  data: SummaryMessage;
  /** Without a filter: what the filters offer to choose from. */
  whole: Summary;
}

/** The report from top to bottom: state, findings, time, causes, who, details. */
export function Content({ data, whole }: Props) {
  const { summary } = data;
  return (
    <>
      <Header data={data} />
      <Filters whole={whole} />
      <Findings findings={summary.findings} />
      <Section title="Over time" show={summary.timeline.buckets.length > 1}>
        <Timeline timeline={summary.timeline} findings={summary.findings} />
      </Section>
      <Section title="What failed" show={summary.causes.length > 0} note="One row for each cause: same reason, same receiver.">
        <Causes causes={summary.causes} />
      </Section>
      <Section title="Receivers" show={summary.receivers.length > 0}>
        <Receivers rows={summary.receivers} />
      </Section>
      <Queue open={summary.open} />
      <Section title="Receivers by reasons" show={summary.receivers.some(({ reasons }) => reasons.length > 0)}>
        <HeatTable receivers={summary.receivers} />
      </Section>
      <Section title="Sender domains" show={summary.senderDomains.length > 0} note="Bounce rate against the marks of 2 % and 3 %.">
        <SenderDomains rows={summary.senderDomains} />
      </Section>
      <Section title="Senders" show={summary.senders.length > 0}>
        <Senders rows={summary.senders} />
      </Section>
      <Delays rows={summary.receivers} />
      <Encryption rows={summary.receivers} />
      <Section title="Reasons" show={summary.reasons.length > 0}>
        <Reasons rows={summary.reasons.filter(({ reason }) => reason !== 'delivered')} />
      </Section>
      <Codes summary={summary} />
      <Section title="Recipient domains" show={summary.recipientDomains.length > 0}>
        <RecipientDomains rows={summary.recipientDomains} />
      </Section>
      <SuppressionCandidates rows={summary.suppressions} />
      <Notices notices={summary.notices} />
      <Rejections summary={summary} />
      <Unknown rows={summary.unknown} inputs={summary.inputs} />
      <Section title="Notes" show={summary.notes.length > 0}>
        <ul class="notes">
          {summary.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

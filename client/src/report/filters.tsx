import type { Selection, Summary } from '../../../server/src/summary/summary.ts';
import { reasonTitle } from '../reasons.ts';
import { useReport } from './context.ts';
import { describeFilter, describeRange, without } from './filter.ts';
import { Icon } from './icons.tsx';

/** What may be chosen from, and the parts of the filter that hold now. */
export function Filters({ whole }: { whole: Summary }) {
  const { filter, setFilter } = useReport();
  const reasons = [...new Set(whole.reasons.map(({ reason }) => reason))].filter((reason) => reason !== 'delivered');
  return (
    <section class="filters" aria-label="Filters">
      <Icon name="filter" />
      <Choice label="Receiver" part="receiver" options={whole.receivers.map(({ receiver }) => receiver)} />
      <Choice label="Sender domain" part="senderDomain" options={whole.senderDomains.map(({ domain }) => domain)} />
      <Choice label="Reason" part="reason" options={reasons} show={(reason) => reasonTitle(reason as (typeof reasons)[number])} />
      {(filter.from || filter.to) && <Chip text={describeRange(filter)} onRemove={() => setFilter(without(filter, 'from'))} />}
      {filter.sender && <Chip text={filter.sender} onRemove={() => setFilter(without(filter, 'sender'))} />}
      {filter.recipientDomain && <Chip text={filter.recipientDomain} onRemove={() => setFilter(without(filter, 'recipientDomain'))} />}
      {describeFilter(filter).length > 0 && (
        <button type="button" class="plain" onClick={() => setFilter({})}>
          Clear all
        </button>
      )}
    </section>
  );
}

interface ChoiceProps {
  label: string;
  part: 'receiver' | 'senderDomain' | 'reason';
  options: string[];
  show?: (option: string) => string;
}

function Choice({ label, part, options, show = (option) => option }: ChoiceProps) {
  const { filter, setFilter } = useReport();
  const value = filter[part] ?? '';
  const offered = value === '' || options.includes(value) ? options : [value, ...options];
  const choose = (next: string) => setFilter(next === '' ? without(filter, part) : ({ ...filter, [part]: next } as Selection));
  return (
    <label class={value ? 'active' : ''}>
      <span aria-hidden="true">{label}</span>
      <select aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">all</option>
        {offered.map((option) => (
          <option key={option} value={option}>
            {show(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <button type="button" class="chip" aria-label={`Remove the filter: ${text}`} onClick={onRemove}>
      {text} <Icon name="close" />
    </button>
  );
}

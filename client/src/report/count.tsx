import type { ComponentChildren } from 'preact';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { useReport } from './context.ts';
import { grouped } from './words.ts';

interface Props {
  value: number;
  /** What the number stands for. */
  of: Selection;
  /** Said to screen readers and above the list of lines: "bounced at Gmail". */
  title: string;
  className?: string;
  children?: ComponentChildren;
}

/** A number that leads to its lines; a zero leads nowhere. */
export function Count({ value, of, title, className = '', children }: Props) {
  const report = useReport();
  if (value === 0) return <span class={`zero ${className}`}>0</span>;
  return (
    <button
      type="button"
      class={`count ${className}`}
      aria-label={`${grouped(value)} ${title}, show lines`}
      onClick={() => report.showLines(of, `${grouped(value)} ${title}`)}
    >
      {children ?? grouped(value)}
    </button>
  );
}

/** A name that can be filtered by. */
export function FilterName({
  name,
  by,
  label = name,
}: {
  name: string;
  by: 'receiver' | 'senderDomain' | 'reason' | 'sender' | 'recipientDomain';
  label?: string;
}) {
  const { filter, setFilter } = useReport();
  const on = filter[by] === name;
  const toggle = () => {
    const { [by]: _, ...rest } = filter;
    setFilter(on ? rest : ({ ...rest, [by]: name } as Selection));
  };
  return (
    <button type="button" class="name" aria-pressed={on} title={on ? 'Remove this filter' : 'Show only this'} onClick={toggle}>
      {label}
    </button>
  );
}

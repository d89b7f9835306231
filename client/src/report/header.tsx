import type { Selection, Summary } from '../../../server/src/summary/summary.ts';
import { Count } from './count.tsx';
import { percent } from './figures.ts';
import { moment } from './filter.ts';
import { host } from './host.ts';
import { Icon, type IconName } from './icons.tsx';
import type { SummaryMessage } from './messages.ts';
import { plural } from './words.ts';

const healthIcons: Record<Summary['health']['state'], IconName> = {
  damage: 'error',
  attention: 'warning',
  healthy: 'healthy',
  'too-few': 'information',
};

/** Name, state in one line, and the numbers that count. */
export function Header({ data }: { data: SummaryMessage }) {
  const { summary, name, failed } = data;
  const { state, sentence } = summary.health;
  return (
    <header class="top">
      <div class="title">
        <div>
          <h1>{name}</h1>
          <p class="quiet">{about(summary)}</p>
        </div>
        <nav aria-label="Report">
          <Tool command="exportReport" title="Export..." />
          <Tool command="exportSuppressions" title="Suppression List..." />
          <Tool command="compare" title="Compare..." />
        </nav>
      </div>
      {failed.map(({ uri, message }) => (
        <p key={uri} class="unread">
          <Icon name="warning" /> {message}
        </p>
      ))}
      <p class={`state ${state}`}>
        <Icon name={healthIcons[state]} />
        <span>{sentence}</span>
      </p>
      {summary.totals.deliveries > 0 && <Numbers totals={summary.totals} />}
    </header>
  );
}

function Tool({ command, title }: { command: 'exportReport' | 'exportSuppressions' | 'compare'; title: string }) {
  return (
    <button type="button" class="tool" onClick={() => host.send({ type: 'command', command })}>
      {title}
    </button>
  );
}

function Numbers({ totals }: { totals: Summary['totals'] }) {
  const outcome = (status: 'delivered' | 'deferred' | 'bounced' | 'expired') => (
    <Figure label={status} value={totals[status]} of={{ kind: 'delivery', status }} className={status} title={status} />
  );
  return (
    <>
      <dl class="figures">
        <Figure label="deliveries" value={totals.deliveries} of={{ kind: 'delivery' }} title="deliveries" />
        {outcome('delivered')}
        {outcome('deferred')}
        {outcome('bounced')}
        {outcome('expired')}
        <Rate label="bounce rate" rate={totals.bounceRate} />
        <Rate label="invalid recipients" rate={totals.invalidRecipientRate} />
      </dl>
      <OutcomeBar outcomes={totals} />
      <MoreNumbers totals={totals} />
    </>
  );
}

function Figure({ label, value, of, title, className = '' }: { label: string; value: number; of: Selection; title: string; className?: string }) {
  return (
    <div class={className}>
      <dt>{label}</dt>
      <dd>
        <Count value={value} of={of} title={title} />
      </dd>
    </div>
  );
}

function Rate({ label, rate }: { label: string; rate: number | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{percent(rate)}</dd>
    </div>
  );
}

const outcomeNames = ['delivered', 'deferred', 'bounced', 'expired'] as const;

/** Shares of the outcomes as one slim bar; the numbers beside it say the same. */
export function OutcomeBar({ outcomes }: { outcomes: Record<(typeof outcomeNames)[number], number> }) {
  return (
    <div class="bar" aria-hidden="true">
      {outcomeNames.map((name) => outcomes[name] > 0 && <span key={name} class={name} style={{ flexGrow: outcomes[name] }} />)}
    </div>
  );
}

function about({ inputs }: Summary): string {
  const lines = inputs.reduce((sum, input) => sum + input.lines, 0);
  const formats = [...new Set(inputs.flatMap(({ format }) => format ?? []))];
  const times = inputs
    .flatMap(({ firstTime, lastTime }) => [firstTime, lastTime])
    .flatMap((time) => time ?? [])
    .sort();
  const span = times.length > 0 ? `${moment(times[0] as string)} to ${moment(times.at(-1) as string)}` : '';
  return [formats.join(', '), plural(lines, 'line', 'lines'), span].filter(Boolean).join(' · ');
}

const more: [count: 'messages' | 'addresses' | 'attempts' | 'recovered' | 'probes', of: Selection, one: string, many: string][] = [
  ['messages', { kind: 'message' }, 'message', 'messages'],
  ['addresses', { kind: 'delivery', once: true }, 'address', 'addresses'],
  ['attempts', { kind: 'attempt' }, 'attempt', 'attempts'],
  ['recovered', { kind: 'recovered' }, 'delivered after a deferral', 'delivered after a deferral'],
  ['probes', { kind: 'probe' }, 'address probe', 'address probes'],
];

function MoreNumbers({ totals }: { totals: Summary['totals'] }) {
  return (
    <p class="quiet more-numbers">
      {more
        .filter(([count]) => totals[count] > 0)
        .map(([count, of, one, many]) => (
          <span key={count}>
            <Count value={totals[count]} of={of} title={totals[count] === 1 ? one : many}>
              {plural(totals[count], one, many)}
            </Count>
          </span>
        ))}
    </p>
  );
}

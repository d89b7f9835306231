import type { Summary } from '../../../server/src/summary/summary.ts';
import type { Reason } from '../../../server/src/verdict/verdict.ts';
import { reasonTitle } from '../reasons.ts';
import { Count, FilterName } from './count.tsx';

const mostRows = 12;
const mostColumns = 9;

/** Receivers by reasons: where it is warm, something happens. Colour only repeats what the number says. */
export function HeatTable({ receivers }: { receivers: Summary['receivers'] }) {
  const rows = receivers.filter(({ reasons }) => reasons.length > 0).slice(0, mostRows);
  const columns = topReasons(rows);
  const most = Math.max(1, ...rows.flatMap(({ reasons }) => reasons.map(({ count }) => count)));
  return (
    <div class="table">
      <table class="heat">
        <caption class="hidden">Deliveries that failed or wait, by receiver and reason</caption>
        <thead>
          <tr>
            <th scope="col">Receiver</th>
            {columns.map((reason) => (
              <th key={reason} scope="col">
                <FilterName name={reason} by="reason" label={reasonTitle(reason)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ receiver, reasons }) => (
            <tr key={receiver}>
              <th scope="row">
                <FilterName name={receiver} by="receiver" />
              </th>
              {columns.map((reason) => (
                <Cell
                  key={reason}
                  receiver={receiver}
                  reason={reason}
                  count={reasons.find((entry) => entry.reason === reason)?.count ?? 0}
                  most={most}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Warmth grows with the logarithm: one beside a thousand is still to be seen. */
const warmth = (count: number, most: number) => (count === 0 ? 0 : 0.12 + (0.55 * Math.log1p(count)) / Math.log1p(most));

function Cell({ receiver, reason, count, most }: { receiver: string; reason: Reason; count: number; most: number }) {
  const style = { '--heat': `${Math.round(100 * warmth(count, most))}%` };
  return (
    <td class={count > 0 ? 'warm' : ''} style={style}>
      {count > 0 ? (
        <Count value={count} of={{ receiver, reason, kind: 'delivery' }} title={`${reasonTitle(reason)} at ${receiver}`} />
      ) : (
        <span class="zero">·</span>
      )}
    </td>
  );
}

function topReasons(rows: Summary['receivers']): Reason[] {
  const totals = new Map<Reason, number>();
  for (const { reasons } of rows) for (const { reason, count } of reasons) totals.set(reason, (totals.get(reason) ?? 0) + count);
  const sorted = [...totals].sort(([a, left], [b, right]) => right - left || a.localeCompare(b));
  return sorted.slice(0, mostColumns).map(([reason]) => reason);
}

import type { Summary } from '../../../server/src/summary/summary.ts';
import { escapeHtml } from './escape.ts';

const width = 1000;
const height = 180;
const parts = ['delivered', 'deferred', 'bounced', 'expired'] as const;

/** Stacked bars of the outcomes over time; empty where there is nothing to show. */
export function timelineSvg({ buckets, stepSeconds }: Summary['timeline']): string {
  const totals = buckets.map((bucket) => parts.reduce((sum, part) => sum + bucket[part], 0));
  const most = Math.max(0, ...totals);
  const [first] = buckets;
  const last = buckets.at(-1);
  if (!first || !last || most === 0) return '';
  const begin = Date.parse(first.start);
  const span = Date.parse(last.start) - begin + 1000 * stepSeconds;
  const bar = Math.max(1, (width * 1000 * stepSeconds) / span - 1);
  const bars = buckets.map((bucket) => {
    const x = (width * (Date.parse(bucket.start) - begin)) / span;
    let top = height;
    const stack = parts.map((part) => {
      const tall = (height * bucket[part]) / most;
      top -= tall;
      return tall > 0
        ? `<rect class="${part}" x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${bar.toFixed(1)}" height="${tall.toFixed(1)}"/>`
        : '';
    });
    return stack.join('');
  });
  const label = `Deliveries over time, at most ${most} in ${stepSeconds} seconds`;
  const ends = `<text x="0" y="${height + 16}">${escapeHtml(first.start)}</text><text x="${width}" y="${height + 16}" text-anchor="end">${escapeHtml(last.start)}</text>`;
  return `<svg viewBox="0 0 ${width} ${height + 20}" role="img" aria-label="${label}">${bars.join('')}${ends}</svg>`;
}

import type { Selection, Summary } from '../../../server/src/summary/summary.ts';
import { percent } from '../report/figures.ts';
import { describeFilter } from '../report/filter.ts';
import { escapeHtml } from './escape.ts';
import { type Column, type Table, tablesOf } from './tables.ts';
import { timelineSvg } from './timeline-svg.ts';

/** One page with everything in it: no script, nothing from outside, readable in light and dark. */
export function htmlReport(summary: Summary, name: string, filter: Selection = {}): string {
  const { totals } = summary;
  const { state, sentence } = summary.health;
  const filters = describeFilter(filter);
  const numbers = Object.entries({
    deliveries: totals.deliveries,
    delivered: totals.delivered,
    deferred: totals.deferred,
    bounced: totals.bounced,
    expired: totals.expired,
    'bounce rate': percent(totals.bounceRate),
    'invalid recipients': percent(totals.invalidRecipientRate),
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`Bounces: ${name}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(name)}</h1>
<p class="state ${state}">${escapeHtml(sentence)}</p>
${filters.length > 0 ? `<p class="note">Only ${escapeHtml(filters.join(', '))}</p>` : ''}
<dl class="numbers">${numbers.map(([label, value]) => `<div><dt>${label}</dt><dd>${escapeHtml(shown(value))}</dd></div>`).join('')}</dl>
${summary.findings.map(findingHtml).join('\n')}
${timelineSvg(summary.timeline)}
${tablesOf(summary).map(tableHtml).join('\n')}
${summary.notes.length > 0 ? `<h2>Notes</h2><ul>${summary.notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>` : ''}
<footer>Made by Mail Log.</footer>
</body>
</html>
`;
}

function findingHtml({ severity, title, advice, evidence, pages = [] }: Summary['findings'][number]): string {
  const lines = evidence.slice(0, 10).map(({ line }) => line);
  const where = lines.length > 0 ? `<p class="note">Lines ${lines.join(', ')}</p>` : '';
  return `<section class="finding ${severity}"><h3>${escapeHtml(title)}</h3><p>${linked(escapeHtml(advice), pages)}</p>${where}</section>`;
}

/** The pages of an advice, whose addresses come from this extension's own data. */
function linked(advice: string, pages: NonNullable<Summary['findings'][number]['pages']>): string {
  return pages.reduce((text, { url }) => {
    const address = escapeHtml(url);
    return text.replaceAll(address, `<a href="${address}" rel="noreferrer">${address}</a>`);
  }, advice);
}

function tableHtml({ title, columns, rows }: Table): string {
  if (rows.length === 0) return '';
  const head = columns.map(({ title: text, numeric }) => `<th scope="col"${classOf(numeric)}>${escapeHtml(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, index) => cellHtml(cell, columns[index] as Column, index)).join('')}</tr>`).join('\n');
  return `<h2>${escapeHtml(title)}</h2>\n<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

function cellHtml(cell: string | number | null, { numeric }: Column, index: number): string {
  const tag = index === 0 ? 'th' : 'td';
  return `<${tag}${index === 0 ? ' scope="row"' : ''}${classOf(numeric)}>${escapeHtml(shown(cell))}</${tag}>`;
}

const classOf = (numeric: boolean | undefined) => (numeric ? ' class="number"' : '');
const shown = (value: string | number | null) => (typeof value === 'number' ? value.toLocaleString('en') : (value ?? '–'));

const style = `
:root { color-scheme: light dark; --line: #8884; --quiet: #777; --bad: #c72e2e; --warn: #b36b00; --good: #2b8a3e; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff7b72; --warn: #e3b341; --good: #56d364; --quiet: #999; } }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; font-weight: 600; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; font-weight: 600; margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
.state { font-size: 1.05rem; } .state.damage { color: var(--bad); } .state.attention { color: var(--warn); } .state.healthy { color: var(--good); }
.note, footer, dt { color: var(--quiet); font-size: .85rem; } footer { margin: 3rem 0 1rem; }
.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; } .numbers div { display: flex; flex-direction: column-reverse; } .numbers dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.finding { border-inline-start: 3px solid var(--quiet); padding-inline-start: .9rem; margin: 1.2rem 0; } .finding.error { border-color: var(--bad); } .finding.warning { border-color: var(--warn); } .finding p { margin: .2rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
thead th { font-size: .8rem; color: var(--quiet); } .number { text-align: end; white-space: nowrap; } svg { width: 100%; height: auto; margin-top: 1.5rem; }
.delivered { fill: #2f9e6e; } .deferred { fill: #d9a520; } .bounced { fill: #d1493f; } .expired { fill: #8b3a62; } svg text { fill: var(--quiet); font-size: 11px; }
@media print { h2 { break-after: avoid; } }
`;

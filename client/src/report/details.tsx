import type { Summary } from '../../../server/src/summary/summary.ts';
import { reasonTitle } from '../reasons.ts';
import { useReport } from './context.ts';
import { Count } from './count.tsx';
import { Section } from './section.tsx';
import { type Column, Table } from './table.tsx';
import { grouped, plural } from './words.ts';

interface CodeRow {
  code: string;
  numeric: number | null;
  remote: number;
  own: number;
}

/** Reply codes and enhanced status codes, split by who said them. */
export function Codes({ summary }: { summary: Summary }) {
  const replies = bySpeaker(summary.replyCodes.map((row) => ({ ...row, numeric: row.code, code: String(row.code) })));
  const enhanced = bySpeaker(summary.enhancedCodes.map((row) => ({ ...row, numeric: null })));
  return (
    <div class="pair">
      <Section title="Reply codes" show={replies.length > 0}>
        <Table id="replyCodes" caption="Reply codes by who said them" columns={codeColumns('Code')} rows={replies} keyOf={({ code }) => code} />
      </Section>
      <Section title="Enhanced status codes" show={enhanced.length > 0}>
        <Table
          id="enhancedCodes"
          caption="Enhanced status codes by who said them"
          columns={codeColumns('Code')}
          rows={enhanced}
          keyOf={({ code }) => code}
        />
      </Section>
    </div>
  );
}

function bySpeaker(rows: { code: string; numeric: number | null; saidBy: 'remote' | 'own'; count: number }[]): CodeRow[] {
  const found = new Map<string, CodeRow>();
  for (const { code, numeric, saidBy, count } of rows) {
    const row = found.get(code) ?? { code, numeric, remote: 0, own: 0 };
    row[saidBy] += count;
    found.set(code, row);
  }
  return [...found.values()];
}

function codeColumns(title: string): Column<CodeRow>[] {
  const count = (saidBy: 'remote' | 'own', label: string): Column<CodeRow> => ({
    key: saidBy,
    title: label,
    numeric: true,
    value: (row) => row[saidBy],
    show: (row) => (
      <Count
        value={row[saidBy]}
        of={row.numeric === null ? { enhancedCode: row.code, saidBy } : { replyCode: row.numeric, saidBy }}
        title={`${row.code}, said by ${label.toLowerCase()}`}
      />
    ),
  });
  const code: Column<CodeRow> = { key: 'code', title, value: (row) => row.code, show: (row) => <Code row={row} /> };
  return [code, count('remote', 'The other side'), count('own', 'This server')];
}

function Code({ row }: { row: CodeRow }) {
  const { openReference } = useReport();
  return (
    <button
      type="button"
      class={`name code class${row.code.charAt(0)}`}
      title="What this code means"
      onClick={() => openReference(`${row.numeric === null ? 'enhanced' : 'reply'}/${row.code}`)}
    >
      {row.code}
    </button>
  );
}

type Suppression = Summary['suppressions'][number];
const suppressionColumns: Column<Suppression>[] = [
  { key: 'address', title: 'Address', value: ({ address }) => address },
  // its first words are the reason
  { key: 'why', title: 'Why', value: ({ why }) => why, className: 'why' },
  { key: 'rule', title: 'Decided by', value: ({ rule }) => rule, className: 'quiet aside' },
  { key: 'line', title: 'Line', numeric: true, value: ({ evidence }) => evidence.line, show: ({ evidence }) => <Line {...evidence} /> },
];

export function SuppressionCandidates({ rows }: { rows: Suppression[] }) {
  return (
    <Section title="Suppression candidates" show={rows.length > 0} note="Addresses that failed for good because of the address itself.">
      <Table id="suppressions" caption="Addresses to stop mailing" columns={suppressionColumns} rows={rows} keyOf={({ address }) => address} />
    </Section>
  );
}

export function Line({ path, line }: { path: string; line: number }) {
  const { openLine } = useReport();
  return (
    <button type="button" class="count" aria-label={`Open line ${line}`} onClick={() => openLine(path, line)}>
      {line}
    </button>
  );
}

type Refusal = Summary['rejectionReasons'][number];
const rejectionColumns: Column<Refusal>[] = [
  { key: 'reason', title: 'Reason', value: ({ reason }) => reasonTitle(reason) },
  { key: 'code', title: 'Code', className: 'code', value: ({ code, enhancedCode }) => [code || null, enhancedCode].filter(Boolean).join(' ') },
  {
    key: 'count',
    title: 'Refusals',
    numeric: true,
    value: ({ count }) => count,
    show: ({ count, code, enhancedCode, reason }) => (
      <Count
        value={count}
        of={{ kind: 'rejection', reason, replyCode: code, enhancedCode: enhancedCode ?? '' }}
        title={`refusals: ${reasonTitle(reason)}`}
      />
    ),
  },
  {
    key: 'example',
    title: 'Example',
    value: ({ example }) => example,
    show: ({ example }) => <code title={example}>{example}</code>,
    className: 'said',
  },
];

/** What this server refused: apart from everything above, which is about what it sent. */
export function Rejections({ summary: { totals, rejectionReasons } }: { summary: Summary }) {
  return (
    <Section title="Refused by this server" show={totals.rejections > 0}>
      <p>
        <Count value={totals.rejections} of={{ kind: 'rejection' }} title="refusals by this server">
          {plural(totals.rejections, 'refusal', 'refusals')}
        </Count>{' '}
        of other people's mail. <span class="quiet">They are not bounces and count nowhere above.</span>
      </p>
      <Table
        id="rejections"
        caption="Refusals by this server, by reply"
        columns={rejectionColumns}
        rows={rejectionReasons}
        keyOf={({ code, enhancedCode, reason, example }) => `${code} ${enhancedCode} ${reason} ${example}`}
        top={6}
      />
    </Section>
  );
}

type Shape = Summary['unknown'][number];
const unknownColumns: Column<Shape>[] = [
  { key: 'shape', title: 'Shape', value: ({ shape }) => shape, show: ({ shape }) => <code>{shape}</code> },
  {
    key: 'count',
    title: 'Lines',
    numeric: true,
    value: ({ count }) => count,
    show: ({ count, shape }) => <Count value={count} of={{ kind: 'unknown', shape }} title="lines of this shape" />,
  },
  { key: 'example', title: 'Example', numeric: true, value: ({ example }) => example.line, show: ({ example }) => <Line {...example} /> },
];

/** Lines that were not understood: said, not hidden. */
export function Unknown({ rows, inputs }: { rows: Shape[]; inputs: Summary['inputs'] }) {
  const lines = inputs.reduce((sum, { unknownLines }) => sum + unknownLines, 0);
  return (
    <Section
      title="Not understood"
      show={lines > 0 || rows.length > 0}
      note={`${grouped(lines)} ${lines === 1 ? 'line counts' : 'lines count'} nowhere above.`}
    >
      <Table
        id="unknown"
        caption="Lines that were not understood, by shape"
        columns={unknownColumns}
        rows={rows}
        keyOf={({ shape }) => shape}
        top={5}
      />
    </Section>
  );
}

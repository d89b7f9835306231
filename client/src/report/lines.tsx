import { useEffect, useRef } from 'preact/hooks';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { useReport } from './context.ts';
import { Icon } from './icons.tsx';
import { grouped } from './words.ts';

/** Lines asked for at a time. */
export const linesPage = 200;

/** The lines behind a number, as far as they have come. */
export interface Lines {
  request: number;
  title: string;
  selection: Selection;
  /** Null until the first ones have come. */
  total: number | null;
  lines: { uri: string; line: number; text: string }[];
}

/** The list of lines, docked at the bottom: arrow keys move, Enter opens, Escape closes. One line opens at once. */
export function LinesDrawer({ lines, onMore, onClose }: { lines: Lines; onMore: () => void; onClose: () => void }) {
  const { openLine } = useReport();
  const list = useRef<HTMLOListElement>(null);
  const [only] = lines.lines;
  const single = lines.total === 1 && only !== undefined;
  useEffect(() => {
    if (single) {
      openLine(only.uri, only.line);
      onClose();
    } else list.current?.querySelector('button')?.focus();
  }, [lines.request, lines.total === null]);
  if (single) return null;
  return (
    <section class="drawer" aria-label={`Lines: ${lines.title}`} onKeyDown={(event) => onKey(event, list.current, onClose)}>
      <header>
        <h2>{lines.title}</h2>
        <span class="quiet">{lines.total === null ? 'looking …' : summaryOf(lines)}</span>
        <button type="button" class="plain" aria-label="Close the list of lines" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <ol ref={list}>
        {lines.lines.map(({ uri, line, text }) => (
          <li key={`${uri}:${line}`}>
            <button type="button" onClick={() => openLine(uri, line)}>
              <span class="lineno">{line}</span>
              <code>{text}</code>
            </button>
          </li>
        ))}
      </ol>
      {lines.total !== null && lines.lines.length < lines.total && (
        <button type="button" class="more" onClick={onMore}>
          Show {grouped(Math.min(linesPage, lines.total - lines.lines.length))} more
        </button>
      )}
    </section>
  );
}

function summaryOf({ total, lines }: Lines): string {
  if (total === 0) return 'no lines';
  return total === lines.length ? `${grouped(lines.length)} lines` : `${grouped(lines.length)} of ${grouped(total ?? 0)} lines`;
}

function onKey(event: KeyboardEvent, list: HTMLOListElement | null, close: () => void): void {
  if (event.key === 'Escape') close();
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (!step || !list) return;
  const buttons = [...list.querySelectorAll('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
  event.preventDefault();
  next?.focus();
}

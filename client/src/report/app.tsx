import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { Content } from './content.tsx';
import { type Report, ReportProvider } from './context.ts';
import { host } from './host.ts';
import { type Lines, LinesDrawer, linesPage } from './lines.tsx';
import type { SummaryMessage } from './messages.ts';

/** Builds the page once; everything after comes by messages. */
export function start(root: HTMLElement): void {
  render(<App />, root);
}

function App() {
  const [data, setData] = useState<SummaryMessage | null>(null);
  const [all, setAll] = useState<SummaryMessage | null>(null);
  const [notice, setNotice] = useState('Reading …');
  const [filter, setFilterState] = useState<Selection>(host.state()?.filter ?? {});
  const [sort, setSortState] = useState<Record<string, string>>(host.state()?.sort ?? {});
  const [lines, setLines] = useState<Lines | null>(null);
  const requests = useRef(0);
  const opener = useRef<HTMLElement | null>(null);

  useEffect(() => {
    host.listen((message) => {
      if (message.type === 'summary') receive(message);
      else if (message.type === 'busy') setNotice(message.text);
      else if (message.type === 'failed') setNotice(message.message);
      else if (message.type === 'inspect') host.send({ type: 'inspected', text: document.body.innerText, title: document.title });
      else if (message.type === 'lines')
        setLines((current) =>
          current?.request === message.request ? { ...current, total: message.total, lines: [...current.lines, ...message.lines] } : current,
        );
    });
    host.send({ type: 'ready', state: host.state() });
    return rememberScroll();
  }, []);

  function receive(message: SummaryMessage): void {
    setNotice('');
    setData(message);
    if (Object.keys(message.filter).length === 0) setAll(message);
    setFilterState(message.filter);
    document.title = `Bounces: ${message.name}`;
    host.remember({ uris: message.uris, filter: message.filter });
  }

  function setFilter(next: Selection): void {
    setFilterState(next);
    host.remember({ filter: next });
    host.send({ type: 'filter', filter: next });
  }

  function showLines(selection: Selection, title: string): void {
    const request = ++requests.current;
    opener.current = document.activeElement as HTMLElement | null;
    const whole = { ...filter, ...selection };
    setLines({ request, title, selection: whole, total: null, lines: [] });
    host.send({ type: 'lines', request, selection: whole, offset: 0, limit: linesPage });
  }

  function moreLines(): void {
    if (!lines) return;
    host.send({ type: 'lines', request: lines.request, selection: lines.selection, offset: lines.lines.length, limit: linesPage });
  }

  function closeLines(): void {
    setLines(null);
    opener.current?.focus();
  }

  const report = useMemo(
    (): Report => ({
      filter,
      setFilter,
      showLines,
      openLine: (uri, line, keepFocus = false) => host.send({ type: 'open', uri, line, keepFocus }),
      openReference: (id) => host.send({ type: 'reference', id }),
      lengths: data?.lengths ?? {},
      isWhole: isWhole(data),
      askWhole: () => host.send({ type: 'whole' }),
      sort,
      setSort(table, column) {
        const next = { ...sort, [table]: column };
        setSortState(next);
        host.remember({ sort: next });
      },
    }),
    [filter, sort, data],
  );

  return (
    <ReportProvider value={report}>
      <main>
        {data && <Content data={data} whole={(all ?? data).summary} />}
        {!data && <p class="notice">{notice}</p>}
        {data && notice && <p class="notice floating">{notice}</p>}
      </main>
      <div class="hidden" role="status">
        {data ? announcement(data) : notice}
      </div>
      {lines && <LinesDrawer lines={lines} onMore={moreLines} onClose={closeLines} />}
    </ReportProvider>
  );
}

/** Nothing was cut: the longest of the lists that are cut has all of its rows. */
function isWhole(data: SummaryMessage | null): boolean {
  return data !== null && (data.lengths.receivers ?? 0) <= data.summary.receivers.length;
}

/** Said by screen readers whenever it changes: as the log grows, after a filter. */
function announcement({ summary: { totals } }: SummaryMessage): string {
  return `${totals.deliveries} deliveries, ${totals.bounced} bounced, ${totals.expired} expired, ${totals.deferred} deferred`;
}

/** Keeps the place across a reload, and goes back to it once the page is tall enough again. */
function rememberScroll(): () => void {
  const wanted = host.state()?.scroll ?? 0;
  const observer = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight < wanted + window.innerHeight) return;
    observer.disconnect();
    window.scrollTo(0, wanted);
  });
  if (wanted > 0) observer.observe(document.body);
  const onScroll = () => host.remember({ scroll: window.scrollY });
  window.addEventListener('scrollend', onScroll);
  return () => window.removeEventListener('scrollend', onScroll);
}

import type { Finding } from '../../../server/src/summary/summary.ts';
import { useReport } from './context.ts';
import { moment } from './filter.ts';
import { Icon } from './icons.tsx';
import { Section } from './section.tsx';
import { grouped } from './words.ts';

const mostEvidence = 8;
const severityWords = { error: 'Act now', warning: 'Watch', information: 'Know' } as const;

/** What the patterns mean, worst first as they come: sentence, what to do, the lines that show it. */
export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <Section title="Findings" show={findings.length > 0}>
      <ol class="findings">
        {findings.map((finding) => (
          <Item key={`${finding.id} ${finding.receiver} ${finding.senderDomain} ${finding.title}`} finding={finding} />
        ))}
      </ol>
    </Section>
  );
}

/** The pages that an advice names become links: "Google Postmaster Tools (https://...)" one on its name. */
function Advice({ text, pages }: { text: string; pages: NonNullable<Finding['pages']> }) {
  const [page, ...others] = pages;
  const at = page ? text.indexOf(page.url) : -1;
  if (!page || at < 0) return <>{text}</>;
  const named = `${page.title} (${page.url})`;
  const from = text.indexOf(named);
  const [start, end] = from >= 0 ? [from, from + named.length] : [at, at + page.url.length];
  return (
    <>
      {text.slice(0, start)}
      <a href={page.url} title={page.url}>
        {from >= 0 ? page.title : page.url.replace(/^https:\/\/|\/$/g, '')}
      </a>
      <Advice text={text.slice(end)} pages={others} />
    </>
  );
}

function Item({ finding }: { finding: Finding }) {
  const { openLine, openReference } = useReport();
  const { id, severity, title, advice, count, since, evidence } = finding;
  return (
    <li class={severity}>
      <h3>
        <Icon name={severity} />
        <span class="hidden">{severityWords[severity]}: </span>
        {title}
      </h3>
      <p>
        <Advice text={advice} pages={finding.pages ?? []} />
      </p>
      <p class="quiet where">
        <span>
          {grouped(count)} {count === 1 ? 'case' : 'cases'}
        </span>
        {since && <span>since {moment(since)}</span>}
        {evidence.length > 0 && (
          <span>
            lines{' '}
            {evidence.slice(0, mostEvidence).map(({ path, line }) => (
              <button key={`${path}:${line}`} type="button" class="count" aria-label={`Open line ${line}`} onClick={() => openLine(path, line)}>
                {line}
              </button>
            ))}
          </span>
        )}
        <button type="button" class="count" onClick={() => openReference(id)}>
          how this is judged
        </button>
      </p>
    </li>
  );
}

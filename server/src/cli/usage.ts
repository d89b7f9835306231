import { parseArgs } from 'node:util';

/** Wrong usage: said on standard error with a hint, exit code 2. */
export class UsageError extends Error {}

/** What the command line asks for. */
export type Command =
  | { name: 'help'; topic: string | null }
  | { name: 'version' }
  | ({ name: 'summarize'; format: 'markdown' | 'json' | 'csv'; output: string | null; follow: boolean; every: number } & LogOptions)
  | ({ name: 'events'; failures: boolean; output: string | null; follow: boolean } & LogOptions)
  | { name: 'explain'; text: string; relay: string | null; own: boolean; json: boolean }
  | { name: 'explain-table'; file: string; relay: string | null; own: boolean };

/** What every command that reads logs takes. */
export interface LogOptions {
  paths: string[];
  year: number | null;
  timeZone: string;
  ownNetworks: string[];
  ownDomains: string[];
  rules: string | null;
}

const logOptions = {
  year: { type: 'string' },
  timezone: { type: 'string' },
  'own-network': { type: 'string', multiple: true },
  'own-domain': { type: 'string', multiple: true },
  rules: { type: 'string' },
  output: { type: 'string', short: 'o' },
  follow: { type: 'boolean', default: false },
} as const;

/** @throws UsageError */
export function parseCommand(args: readonly string[], localZone: string): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('Which command? summarize, events or explain.');
  if (name === 'help' || name === '--help' || name === '-h') return { name: 'help', topic: rest[0] ?? null };
  if (name === 'version' || name === '--version' || name === '-V') return { name: 'version' };
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', topic: name };
  switch (name) {
    case 'summarize':
      return summarize(rest, localZone);
    case 'events':
      return events(rest, localZone);
    case 'explain':
      return explain(rest);
    default:
      throw new UsageError(`There is no command "${name}": use summarize, events or explain.`);
  }
}

function summarize(args: string[], localZone: string): Command {
  const { values, positionals } = parse(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { ...logOptions, format: { type: 'string', short: 'f', default: 'markdown' }, every: { type: 'string', default: '2' } },
    }),
  );
  const { format } = values;
  if (format !== 'markdown' && format !== 'json' && format !== 'csv') throw new UsageError(`--format is markdown, json or csv, not "${format}".`);
  const every = Number(values.every);
  if (!(every > 0)) throw new UsageError(`--every is a number of seconds, not "${values.every}".`);
  return { name: 'summarize', format, output: values.output ?? null, follow: values.follow, every, ...logOptionsOf(values, positionals, localZone) };
}

function events(args: string[], localZone: string): Command {
  const { values, positionals } = parse(() =>
    parseArgs({ args, allowPositionals: true, options: { ...logOptions, failures: { type: 'boolean', default: false } } }),
  );
  return {
    name: 'events',
    failures: values.failures,
    follow: values.follow,
    output: values.output ?? null,
    ...logOptionsOf(values, positionals, localZone),
  };
}

function explain(args: string[]): Command {
  const { values, positionals } = parse(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        relay: { type: 'string' },
        'said-by': { type: 'string' },
        format: { type: 'string', short: 'f' },
        tsv: { type: 'string' },
      },
    }),
  );
  const saidBy = values['said-by'];
  if (saidBy !== undefined && saidBy !== 'own' && saidBy !== 'remote') throw new UsageError(`--said-by is own or remote, not "${saidBy}".`);
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`--format of explain is text or json, not "${format}".`);
  const about = { relay: values.relay ?? null, own: saidBy === 'own' };
  if (values.tsv !== undefined) {
    if (positionals.length > 0) throw new UsageError('With --tsv the replies come from the file: leave the text out.');
    return { name: 'explain-table', file: values.tsv, ...about };
  }
  if (positionals.length === 0) throw new UsageError('Which reply? For example: explain "550 5.1.1 User unknown"');
  return { name: 'explain', text: positionals.join(' '), json: format === 'json', ...about };
}

interface LogValues {
  year?: string | undefined;
  timezone?: string | undefined;
  rules?: string | undefined;
  'own-network'?: string[] | undefined;
  'own-domain'?: string[] | undefined;
}

function logOptionsOf(values: LogValues, paths: string[], localZone: string): LogOptions {
  if (paths.length === 0) throw new UsageError('Which log? Name files or a folder, or - for standard input.');
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('Standard input (-) can be read once only.');
  return {
    paths,
    year: yearOf(values.year),
    timeZone: values.timezone ?? localZone,
    ownNetworks: values['own-network'] ?? [],
    ownDomains: values['own-domain'] ?? [],
    rules: values.rules ?? null,
  };
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{4}$/.test(text)) throw new UsageError(`--year is a year of four digits, not "${text}".`);
  return Number(text);
}

/** parseArgs' own words, which name the option. */
function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

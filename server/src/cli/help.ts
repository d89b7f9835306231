const general = `Mail Log: what failed in a mail log, why, at whose end, and what to do.

  mail-log summarize [--format markdown|json|csv] [--output FILE] [--follow] FILE...
  mail-log events [--failures] [--follow] FILE...
  mail-log explain "550 5.1.1 ..." [--relay NAME] [--said-by own] [--format json]
  mail-log explain --tsv FILE

FILE is a log, plain or packed (.gz, .bz2, .xz, .zst), a folder with rotated logs, or - for standard input.
mail-log help summarize, help events, help explain say more. --version prints the version.
`;

const logs = `  --year YYYY          year of the first line, for times without a year (default: the latest that fits)
  --timezone ZONE      time zone of times without one, as Europe/Berlin (default: this machine's)
  --own-network NET    your own clients: 192.0.2.0/24, 2001:db8::/32 (may be given again)
  --own-domain DOMAIN  your own clients by host name (may be given again)
  --rules FILE         your own rules (JSON)
  --output FILE        write there instead of standard output
`;

const topics: Record<string, string> = {
  summarize: `mail-log summarize [OPTIONS] FILE...
Sums up the bounces of one or more logs. A folder is read as a set of rotated logs, oldest first.

  --format FORMAT      markdown (default), json (schema mail-log-summary/1) or csv
  --follow             goes on as the last log grows, also when it is rotated, until Ctrl+C: draws the report anew on a
                       terminal, prints one JSON object a line with --format json, writes the file of --output anew
  --every SECONDS      at most so often (default 2)
${logs}
Exit code 0: summarised, whatever was found; 1: some input could not be read; 2: wrong usage.
`,
  events: `mail-log events [OPTIONS] FILE...
Prints one JSON object a line for each attempt, rejection, probe and expiry, in log order.

  --failures           only what was not delivered
  --follow             goes on as the last log grows, also when it is rotated, until Ctrl+C
${logs}
Exit code 0: printed; 1: some input could not be read; 2: wrong usage.
`,
  explain: `mail-log explain TEXT [--relay NAME] [--said-by own] [--format json]
mail-log explain --tsv FILE
Says what a reply means and what to do.

  --relay NAME         host name of the server that said it
  --said-by own        this server said it, not the next hop
  --format json        the verdict as one JSON object
  --tsv FILE           one reply a line (first column); prints one JSON object a line, in order; - is standard input
`,
};

export function helpFor(topic: string | null): string {
  return (topic !== null && topics[topic]) || general;
}

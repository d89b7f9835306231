import { type CancellationToken, LSPErrorCodes, ResponseError, type WorkDoneProgressReporter } from 'vscode-languageserver';
import {
  compareSummaries,
  describeVerdict,
  Field,
  generaliseReply,
  readPasted,
  referencePage,
  renderBlocks,
  type Selection,
  type Summary,
  summaryCsv,
  summaryMarkdown,
  suppressionFile,
} from '../core.ts';
import { statusOf } from '../features/status.ts';
import type { CompareParams, DraftRuleParams, ExplainParams, ExplainResult, ExportParams, ExportResult, Requests } from '../protocol.ts';
import { linesOf } from './lines.ts';
import { type Control, versionsOf } from './reading.ts';
import { Cancelled } from './safe.ts';
import type { Session } from './session.ts';
import { summarize } from './summarize.ts';
import { unpack } from './unpack.ts';

type Answer<M extends keyof Requests> = (
  session: Session,
  params: Requests[M]['params'],
  control: Control,
) => Promise<Requests[M]['result']> | Requests[M]['result'];

/** The requests beyond LSP, one function each. A fault rejects the request with a message for the user. */
export const answers: { [M in keyof Requests]: Answer<M> } = {
  'mailLog/summarize': async (session, { uris, filter }, control) => {
    const { summary, reading } = await summarize(session, uris, filter, control);
    return { summary, versions: versionsOf(session, reading), failed: reading.failed };
  },
  'mailLog/lines': linesOf,
  'mailLog/unpack': unpack,
  'mailLog/explain': explain,
  'mailLog/reference': ({ client: { referenceScheme } }, { id }) => {
    const { title, blocks } = referencePage(id, referenceScheme ? (page) => `${referenceScheme}:/${page}.md` : undefined);
    return { title, markdown: renderBlocks([{ heading: title, level: 2 }, ...blocks], 'markdown') };
  },
  'mailLog/exportSuppressions': async (session, { uris, filter, format }, control) => {
    const { summary } = await summarize(session, uris, filter, control);
    return suppressionFile(summary, format);
  },
  'mailLog/export': async (session, params, control) => exportOf((await summarize(session, params.uris, params.filter, control)).summary, params),
  'mailLog/compare': compare,
  'mailLog/draftRule': draftRule,
  'mailLog/documentStatus': async (session, { uri }) => {
    const log = await session.find(uri);
    return log ? statusOf(log) : null;
  },
};

/** Runs one of them: a cancelled one is answered as the protocol says. */
export async function answer(
  session: Session,
  method: keyof Requests,
  params: unknown,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
): Promise<unknown> {
  try {
    return await (answers[method] as Answer<typeof method>)(session, params as never, { token, progress });
  } catch (error) {
    if (error instanceof Cancelled || token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Request cancelled');
    throw error;
  } finally {
    progress.done();
  }
}

function explain(session: Session, { text, relay, saidBy, phase }: ExplainParams): ExplainResult {
  const context = readPasted(text, { relay: relay ?? null, ...(saidBy && { saidBy }), phase: phase ?? null });
  const verdict = session.engine.judge.judge(context);
  const { markdown, plain } = describeVerdict(verdict, { text: context.text, ...(context.status && { status: context.status }) });
  return { verdict, markdown, plain };
}

async function draftRule(session: Session, { uri, line }: DraftRuleParams): Promise<{ json: string } | null> {
  const log = await session.find(uri);
  const fields = log?.parse(line - 1);
  const verdict = fields && log?.verdictOf(fields);
  const text = fields?.cut(Field.reply);
  return verdict && text ? { json: JSON.stringify(generaliseReply(text, verdict), null, 2) } : null;
}

function exportOf(summary: Summary, { format }: ExportParams): ExportResult {
  const count = summary.totals.deliveries;
  if (format === 'json') return { text: `${JSON.stringify(summary, null, 2)}\n`, count, suggestedName: 'mail-log-summary.json' };
  if (format === 'csv') return { text: summaryCsv(summary), count, suggestedName: 'mail-log-summary.csv' };
  return { text: summaryMarkdown(summary), count, suggestedName: 'mail-log-summary.md' };
}

/** The times that a comparison names are those that were compared, not the whole log's. */
function within(summary: Summary, { from, to }: Selection = {}): Summary {
  const inputs = summary.inputs.map((input) => ({
    ...input,
    firstTime: from && input.firstTime && Date.parse(from) > Date.parse(input.firstTime) ? from : input.firstTime,
    lastTime: to && input.lastTime && Date.parse(to) < Date.parse(input.lastTime) ? to : input.lastTime,
  }));
  return { ...summary, inputs };
}

async function compare(session: Session, { before, after }: CompareParams, control: Control): Promise<{ markdown: string }> {
  const first = await summarize(session, before.uris, before.filter, control);
  const second = await summarize(session, after.uris, after.filter, control);
  const { thresholds } = (await session.engineFor(after.uris[0] ?? '')).reference();
  return { markdown: compareSummaries(within(first.summary, before.filter), within(second.summary, after.filter), thresholds) };
}

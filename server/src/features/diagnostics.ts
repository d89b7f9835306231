import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver';
import { Field, Kind, plainText } from '../core.ts';
import type { ProblemSeverity } from '../document/engine.ts';
import type { Log, ShownLine } from '../document/log.ts';
import type { Client } from '../session/client.ts';
import type { Cause, Finding, Summary } from '../summary/summary.ts';
import { describeCause } from './cause-words.ts';
import { referenceOf } from './reference-link.ts';
import { partOf } from './spot.ts';

/** Related lines of one problem. */
const related = 8;
/** Recipients from which on a receiver that accepts nothing is worth a warning whatever it says. */
const refusingFrom = 3;

const severities: Record<Exclude<ProblemSeverity, 'off'>, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** One problem per cause of what was not delivered, worst first; each at its first line. What lies beyond the user's limit is left out. */
export function diagnostics(log: Log, client: Client): Diagnostic[] {
  return problemsOf(log)
    .slice(0, log.engine.problems.maximum)
    .map((problem) => diagnosticOf(log, client, problem));
}

interface Problem {
  severity: DiagnosticSeverity;
  code: string;
  message: string;
  /** From 0. */
  line: number;
  related: readonly number[];
  count: number;
  example: Cause | null;
}

const known = new WeakMap<Summary, { version: number; problems: readonly Problem[] }>();

/** All problems, in the order they are shown. */
export function problemsOf(log: Log): readonly Problem[] {
  const summary = log.summary();
  if (!summary || log.engine.problems.maximum === 0) return [];
  const before = known.get(summary);
  const { version } = log.document;
  if (before?.version === version) return before.problems;
  const problems = problemsIn(log, summary);
  known.set(summary, { version, problems });
  return problems;
}

function problemsIn(log: Log, summary: Summary): Problem[] {
  const causes = summary.causes.map((cause) => causeProblem(log, cause));
  const findings = summary.findings.map((finding) => findingProblem(log, finding));
  return [...causes, ...findings]
    .filter((problem) => problem !== null)
    .sort((a, b) => a.severity - b.severity || b.count - a.count || a.line - b.line);
}

function causeProblem(log: Log, cause: Cause): Problem | null {
  const level = severityOf(log, cause);
  const trouble = cause.deliveries === 0 ? troubleLines(log, cause) : [];
  // what was delivered later is no problem; this server's own complaints are no deliveries at all
  if (level === null || (cause.deliveries === 0 && trouble.length === 0)) return null;
  const lines = (trouble.length > 0 ? trouble : cause.evidence.map(({ line }) => line - 1)).filter(
    (line) => line >= 0 && line < log.document.lineCount,
  );
  if (lines.length === 0) return null;
  const message = describeCause(log, cause, lines[0]);
  return {
    severity: severities[level],
    code: cause.reason,
    message,
    line: lines[0],
    related: lines.slice(1, related + 1),
    count: cause.deliveries,
    example: cause,
  };
}

/** The lines of a cause on which this server complains of itself, rather than of a delivery. */
function troubleLines(log: Log, { evidence }: Cause): number[] {
  return evidence.map(({ line }) => line - 1).filter((line) => log.kindAt(line) === Kind.trouble || log.kindAt(line) === Kind.connection);
}

/** The user's severity for the reason, else the reason's own, raised where a receiver accepts nothing; null: not shown. */
function severityOf({ engine }: Log, cause: Cause): Exclude<ProblemSeverity, 'off'> | null {
  const chosen = engine.problems.severity[cause.reason];
  if (chosen) return chosen === 'off' ? null : chosen;
  const usual = engine.knowledge.reasons.get(cause.reason)?.severity ?? 'information';
  if (cause.receiverAcceptsNothing && cause.recipients >= refusingFrom && usual !== 'error') return 'warning';
  return usual === 'none' ? null : usual;
}

function findingProblem(log: Log, { id, severity, title, advice, count, evidence }: Finding): Problem | null {
  const lines = evidence.map(({ line }) => line - 1).filter((line) => line >= 0 && line < log.document.lineCount);
  const chosen = log.engine.problems.severity[id];
  if (lines.length === 0 || chosen === 'off') return null;
  const level = severities[chosen ?? severity];
  return {
    severity: level,
    code: id,
    message: plainText(`${title.replace(/\.$/, '')}. ${advice}`),
    line: lines[0],
    related: lines.slice(1, related + 1),
    count,
    example: null,
  };
}

function diagnosticOf(log: Log, client: Client, { severity, code, message, line, related: others, example }: Problem): Diagnostic {
  const href = client.codeDescription ? referenceOf(log, client, code, example) : null;
  return {
    range: rangeOf(log, line, shown(log, line)),
    severity,
    source: 'Mail Log',
    code,
    message,
    ...(href && { codeDescription: { href } }),
    ...(client.relatedInformation && others.length > 0 && { relatedInformation: others.map((at) => relatedLine(log, at)) }),
  };
}

function relatedLine(log: Log, line: number): DiagnosticRelatedInformation {
  const place = shown(log, line);
  return { location: { uri: log.document.uri, range: rangeOf(log, line, place) }, message: place.words };
}

function rangeOf(log: Log, line: number, { start, end }: ShownLine): Diagnostic['range'] {
  return log.document.range(line, start, end);
}

function shown(log: Log, line: number): ShownLine {
  return log.shown.of(line, () => lineShown(log, line));
}

/**
 * Marks the outcome where the line has one, so that a mouse on the reply meets the reply's own hover first; else the reply, else what
 * the line says after its header.
 */
function lineShown(log: Log, line: number): ShownLine {
  const fields = log.parse(line);
  const part = partOf(fields, Field.status) ?? partOf(fields, Field.reply) ?? partOf(fields, Field.detail) ?? partOf(fields, Field.body);
  const words = [fields.cut(Field.timestamp), fields.cut(Field.recipient) ?? fields.cut(Field.queueId)].filter(Boolean).join(' · ');
  const end = part ? part.end : log.document.text.line(line).length;
  return { start: part?.start ?? 0, end, words: plainText(words || `line ${line + 1}`) };
}

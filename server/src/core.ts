/**
 * Everything pure, in one door: the command line, the workers and the server's Node side import the knowledge from here,
 * so that it is bundled once (dist/core.js).
 */

export { longestParsed } from './document/analysis.ts';
export { createEngine, type Engine, type EngineOptions } from './document/engine.ts';
export { Log } from './document/log.ts';
export { LogDocument } from './document/log-document.ts';
export { Columns } from './events/columns.ts';
export type { MailEvent } from './events/event.ts';
export { EventWriter, type TimedEvent } from './events/mailEvent.ts';
export { codedYearless, Flag, isYearless, Row, yearlessOf } from './events/row.ts';
export { RowReader } from './events/rowReader.ts';
export { Tables } from './events/tables.ts';
export { type Change, type Comparison, compare } from './findings/compare.ts';
export { compareSummaries } from './findings/compare-page.ts';
export type { Health } from './findings/health.ts';
export { suppressionFile } from './findings/suppression-file.ts';
export { defaultThresholds, type Thresholds, thresholdSettings, thresholdsOf } from './findings/thresholds.ts';
export { detectAmong, formatOf } from './formats/detect.ts';
export { Field, type FieldNumber, Fields, isTry, Kind, type KindNumber, Status, type StatusName, statusNames } from './formats/fields.ts';
export type { FormatId } from './formats/format.ts';
export { EntryReader } from './formats/reader.ts';
export { nextRecipient } from './formats/recipients.ts';
export { machineZone, offsetOfZone } from './header/zone.ts';
export { defaultKnowledge } from './knowledge/default.ts';
export { explainEnhanced } from './knowledge/digits.ts';
export { headline } from './knowledge/render/headline.ts';
export { referencePage } from './knowledge/render/reference.ts';
export { describeVerdict } from './knowledge/render/verdict.ts';
export { readUserRules } from './knowledge/user-rules.ts';
export type { Message } from './messages/message.ts';
export { ownClients } from './messages/networks.ts';
export { withoutClass } from './smtp/enhanced.ts';
export { phases } from './smtp/phase.ts';
export { Framer, latin1 } from './source/framer.ts';
export { firstLines, frameLines } from './source/lines.ts';
export { inOrderOfTime } from './source/order.ts';
export { logsAmong } from './source/rotation.ts';
export { type Calendar, createCalendar, type Reference } from './summary/calendar.ts';
export { createFilter, type Filter, type PartFilter } from './summary/filter.ts';
export { LogFold } from './summary/logFold.ts';
export { Part, type PartData } from './summary/part.ts';
export { summaryCsv } from './summary/render/csv.ts';
export { summaryMarkdown } from './summary/render/markdown.ts';
export { LineSelector } from './summary/selection.ts';
export type { Evidence, Selection, Summary } from './summary/summary.ts';
export { csvCell, escapeTerminal, plainText } from './text/escape.ts';
export { type Block, type Part as ProsePart, renderBlocks } from './text/prose.ts';
export { generaliseReply } from './verdict/generalise.ts';
export { createJudge } from './verdict/judge.ts';
export { readPasted } from './verdict/pasted.ts';
export type { UserRules } from './verdict/user-rules.ts';
export type { Judge, ReplyContext, SaidBy, Verdict } from './verdict/verdict.ts';

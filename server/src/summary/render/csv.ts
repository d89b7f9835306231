import { csvCell } from '../../text/escape.ts';
import type { Summary } from '../summary.ts';
export function summaryCsv(summary: Summary): string {
  return csvCell(summary.schema);
}

import type { Summary } from '../summary.ts';
export function summaryMarkdown(summary: Summary): string {
  return summary.schema;
}

/** The part of a column that sorting needs. */
export interface Sortable<Row> {
  key: string;
  value: (row: Row) => number | string | null | undefined;
}

/** Rows by a column ("-key" falls); as they came where none is chosen. What has no value comes last. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Sortable<Row>[], sort: string | undefined): Row[] {
  const falling = sort?.startsWith('-') ?? false;
  const column = columns.find(({ key }) => key === (falling ? sort?.slice(1) : sort));
  if (!column) return [...rows];
  const missing = (value: unknown) => value === null || value === undefined;
  return [...rows].sort((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (missing(left) || missing(right)) return Number(missing(left)) - Number(missing(right));
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
    return falling ? -order : order;
  });
}

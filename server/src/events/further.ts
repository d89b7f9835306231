import type { Row } from './row.ts';

/** What the row of a line's second, third ... recipient has of its own; in all else it is as that of the first. */
export type FurtherRow = Readonly<Pick<Row, 'recipient' | 'recipientDomain' | 'receiver' | 'verdict' | 'address'>>;

export function keepFurther({ recipient, recipientDomain, receiver, verdict, address }: Row): FurtherRow {
  return { recipient, recipientDomain, receiver, verdict, address };
}

/** Turns the row of a line's recipient into that of a further one. @param number from 1. */
export function becomeFurther(row: Row, further: FurtherRow, number: number): Row {
  row.further = number;
  return Object.assign(row, further);
}

import { Buckets } from './buckets.ts';

/** Counts by bucket: delivered, deferred, bounced, expired. */
export type Counts = [delivered: number, deferred: number, bounced: number, expired: number];

/** Deliveries over time. */
export class Timeline extends Buckets<Counts> {
  /** @param outcome index in `Counts`; @param time coded. */
  add(key: number, time: number, outcome: number, by = 1): void {
    const counts = this.at(key, time);
    if (counts) counts[outcome] += by;
  }

  /** As `add`, of a minute that is covered: see `cover`. */
  addMinute(key: number, start: number, outcome: number, by: number): void {
    this.minute(key, start)[outcome] += by;
  }

  protected none(): Counts {
    return [0, 0, 0, 0];
  }

  protected join(into: Counts, from: Counts): void {
    for (let i = 0; i < 4; i++) into[i] += from[i];
  }

  protected copyOf([delivered, deferred, bounced, expired]: Counts): Counts {
    return [delivered, deferred, bounced, expired];
  }
}

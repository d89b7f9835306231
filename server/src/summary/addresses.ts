import { FingerprintTable } from '../events/fingerprintTable.ts';
import type { Place } from '../messages/message.ts';
import { Distinct } from './distinct.ts';

/** Addresses told apart exactly; beyond, their number is an estimate with a standard error of 0.8 %. */
const exactLimit = 1_000_000;

/** Every recipient of a delivery: how many there are, and where each was delivered to last. About 24 to 48 bytes each. */
export class Addresses {
  private table = new FingerprintTable(1024);
  private estimate = new Distinct(16_384);
  /** The estimate knows every address: it is made when the table is full. */
  private estimating = false;

  static revive({ table, estimate, estimating }: Addresses): Addresses {
    const addresses = new Addresses();
    addresses.table = Object.assign(new FingerprintTable(), table);
    addresses.estimate = Object.assign(new Distinct(16_384), estimate);
    addresses.estimating = estimating;
    return addresses;
  }

  /** @param place of the delivery, 0 where the mail was not delivered. */
  note(key: number, place: Place): void {
    if (!this.estimating) {
      if (this.table.raise(key, place) < 0 && this.table.size >= exactLimit) this.beginEstimate();
      return;
    }
    this.estimate.add(key);
    if (this.table.get(key) >= 0) this.table.raise(key, place);
  }

  /** A table of fingerprints and places by turns; a fingerprint of 0 is none. */
  noteAll(pairs: Float64Array): void {
    if (this.table.capacity < pairs.length / 2 && !this.estimating) this.table.adopt(pairs);
    else {
      if (!this.estimating) this.table.reserve(Math.min(pairs.length / 4, exactLimit - this.table.size));
      for (let at = 0; at < pairs.length; at += 2) if (pairs[at] !== 0) this.note(pairs[at], pairs[at + 1]);
    }
  }

  /** See `FingerprintTable.buffers`. */
  get buffers(): ArrayBuffer[] {
    return this.table.buffers;
  }

  /** 0 where it never was, or is not known any more. */
  deliveredAt(key: number): Place {
    return Math.max(0, this.table.get(key));
  }

  get count(): number {
    return this.approximate ? Math.max(this.table.size, this.estimate.count) : this.table.size;
  }

  get approximate(): boolean {
    return this.estimating;
  }

  /** A copy that changes on its own. */
  copy(): Addresses {
    const copy = Addresses.revive(this);
    copy.table = this.table.copy();
    copy.estimate = new Distinct(16_384);
    copy.estimate.merge(this.estimate);
    return copy;
  }

  merge(other: Addresses, placeOf: (place: Place) => Place): void {
    if (other.estimating && !this.estimating) this.beginEstimate();
    this.estimate.merge(other.estimate);
    this.table.reserve(Math.min(other.table.size, exactLimit - this.table.size));
    other.table.forEach((key, place) => {
      this.note(key, place === 0 ? 0 : placeOf(place));
    });
  }

  private beginEstimate(): void {
    this.estimating = true;
    this.table.forEach((key) => {
      this.estimate.add(key);
    });
  }
}

import { FingerprintTable } from '../events/fingerprintTable.ts';
import type { Place } from '../messages/message.ts';
import { Distinct } from './distinct.ts';

/** Addresses told apart exactly; beyond, their number is an estimate with a standard error of 0.8 %. */
const exactLimit = 1_000_000;

/** Every recipient of a delivery: how many there are, and where each was delivered to last. About 24 to 48 bytes each. */
export class Addresses {
  private table = new FingerprintTable(1024);
  private estimate = new Distinct(16_384);

  static revive({ table, estimate }: Addresses): Addresses {
    const addresses = new Addresses();
    addresses.table = Object.assign(new FingerprintTable(), table);
    addresses.estimate = Object.assign(new Distinct(16_384), estimate);
    return addresses;
  }

  /** @param place of the delivery, 0 where the mail was not delivered. */
  note(key: number, place: Place): void {
    this.estimate.add(key);
    const before = this.table.get(key);
    if (before >= place || (before < 0 && this.table.size >= exactLimit)) return;
    this.table.set(key, place);
  }

  /** 0 where it never was, or is not known any more. */
  deliveredAt(key: number): Place {
    return Math.max(0, this.table.get(key));
  }

  get count(): number {
    return this.approximate ? Math.max(this.table.size, this.estimate.count) : this.table.size;
  }

  get approximate(): boolean {
    return this.table.size >= exactLimit;
  }

  merge(other: Addresses, placeOf: (place: Place) => Place): void {
    this.estimate.merge(other.estimate);
    other.table.forEach((key, place) => {
      this.note(key, place === 0 ? 0 : placeOf(place));
    });
  }
}

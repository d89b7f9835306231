/** A power of two. */
const slots = 64;

/**
 * What was looked up last in large maps, by one or two numbers: what neighbouring messages count for is often the same. Forgets by itself;
 * what it gives is what the map holds as long as entries of the map stay the same objects.
 */
export class Nearby<V> {
  private readonly keys = new Float64Array(slots).fill(Number.NaN);
  private readonly details = new Float64Array(slots);
  private readonly values: V[] = [];

  get(key: number, detail = 0): V | undefined {
    const slot = slotOf(key);
    return this.keys[slot] === key && this.details[slot] === detail ? this.values[slot] : undefined;
  }

  /** @returns `value`. */
  keep(value: V, key: number, detail = 0): V {
    const slot = slotOf(key);
    this.keys[slot] = key;
    this.details[slot] = detail;
    this.values[slot] = value;
    return value;
  }

  clear(): void {
    this.keys.fill(Number.NaN);
  }
}

function slotOf(key: number): number {
  return Math.imul((key | 0) ^ ((key / 0x100000) | 0), 0x9e3779b1) >>> 26;
}

import type { Reason, Verdict } from '../verdict/verdict.ts';

/** A verdict that occurred, with the first text that led to it. */
export interface KnownVerdict {
  verdict: Verdict;
  example: string;
}

/** More different verdicts than this are told apart without what the replies name. */
const limit = 50_000;

/** Small numbers for verdicts; 0 is none. Equal verdicts share one, also when the judge's cache has made the object again. */
export class VerdictTable {
  readonly list: KnownVerdict[] = [];
  /** Reasons by their number; 0 is none. */
  readonly reasons: (Reason | null)[] = [null];
  /** The number of a verdict's reason, by verdict. */
  readonly reasonOf: number[] = [0];
  private readonly byObject = new WeakMap<Verdict, number>();
  private readonly byContent = new Map<string, number>();

  idOf(verdict: Verdict, example: string): number {
    return this.byObject.get(verdict) ?? this.add(verdict, example);
  }

  get(id: number): Verdict | null {
    return id === 0 ? null : this.list[id - 1].verdict;
  }

  example(id: number): string {
    return id === 0 ? '' : this.list[id - 1].example;
  }

  adopt(other: VerdictTable): Int32Array {
    return Int32Array.from([0, ...other.list.map(({ verdict, example }) => this.idOf(verdict, example))]);
  }

  adoptReasons(other: VerdictTable): Int32Array {
    return Int32Array.from(other.reasons, (reason) => this.reasonNumber(reason));
  }

  reasonNumber(reason: Reason | null): number {
    const known = this.reasons.indexOf(reason);
    return known >= 0 ? known : this.reasons.push(reason) - 1;
  }

  private add(verdict: Verdict, example: string): number {
    const key = contentOf(verdict, this.list.length < limit);
    let id = this.byContent.get(key);
    if (id === undefined) {
      id = this.list.push({ verdict, example: ` ${example.slice(0, 500)}`.slice(1) });
      this.byContent.set(key, id);
      this.reasonOf[id] = this.reasonNumber(verdict.reason);
    }
    this.byObject.set(verdict, id);
    return id;
  }
}

function contentOf(verdict: Verdict, withNames: boolean): string {
  const { reason, permanence, action, saidBy, provider, rule, replyCode, enhancedCode, phase, named, contradictions } = verdict;
  const names = withNames ? [named.ip, named.domain, named.list] : [];
  return JSON.stringify([reason, permanence, action, saidBy, provider, rule, replyCode, enhancedCode, phase, contradictions.length, ...names]);
}

import { freshCopy } from '../source/scan.ts';
import type { Reason, Verdict } from '../verdict/verdict.ts';

/** A verdict that occurred, with the first text that led to it. */
export interface KnownVerdict {
  verdict: Verdict;
  example: string;
  /** Whose reply the example is: display name of the receiver, '' for this server. */
  scope: string;
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
  private readonly byObject = new WeakMap<Verdict, Map<string, number>>();
  private readonly byContent = new Map<string, number>();

  /** @param scope see `KnownVerdict`: each has an example of its own. */
  idOf(verdict: Verdict, example: string, scope: string): number {
    return this.byObject.get(verdict)?.get(scope) ?? this.add(verdict, example, scope);
  }

  get(id: number): Verdict | null {
    return id === 0 ? null : this.list[id - 1].verdict;
  }

  example(id: number): string {
    return id === 0 ? '' : this.list[id - 1].example;
  }

  adopt(other: VerdictTable): Int32Array {
    return Int32Array.from([0, ...other.list.map(({ verdict, example, scope }) => this.idOf(verdict, example, scope))]);
  }

  adoptReasons(other: VerdictTable): Int32Array {
    return Int32Array.from(other.reasons, (reason) => this.reasonNumber(reason));
  }

  reasonNumber(reason: Reason | null): number {
    const known = this.reasons.indexOf(reason);
    return known >= 0 ? known : this.reasons.push(reason) - 1;
  }

  private add(verdict: Verdict, example: string, scope: string): number {
    const few = this.list.length < limit;
    const key = contentOf(verdict, few ? [verdict.named.ip, verdict.named.domain, verdict.named.list, scope] : []);
    let id = this.byContent.get(key);
    if (id === undefined) {
      id = this.list.push({ verdict, example: freshCopy(example, 0, Math.min(example.length, 500)), scope });
      this.byContent.set(key, id);
      this.reasonOf[id] = this.reasonNumber(verdict.reason);
    }
    const ids = this.byObject.get(verdict) ?? new Map<string, number>();
    this.byObject.set(verdict, ids.set(scope, id));
    return id;
  }
}

/** @param more what else tells verdicts apart, while there are few. */
function contentOf(verdict: Verdict, more: readonly (string | undefined)[]): string {
  const { reason, permanence, action, saidBy, provider, rule, replyCode, enhancedCode, phase, contradictions } = verdict;
  return JSON.stringify([reason, permanence, action, saidBy, provider, rule, replyCode, enhancedCode, phase, contradictions.length, ...more]);
}

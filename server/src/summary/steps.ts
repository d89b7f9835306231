/** Long work that may stop between two steps: each takes a millisecond or so, and what it works on stays as it is meanwhile. */
export type Steps<T> = Generator<void, T, void>;

/** Does it without a stop. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

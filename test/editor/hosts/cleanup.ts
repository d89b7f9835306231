const pending = new Set<() => void>();
let watching = false;

/** Makes sure that something synchronous is done exactly once: when the returned function is called, or else when this process ends or is told to. */
export function onceAtExit(action: () => void): () => void {
  if (!watching) watchForTheEnd();
  const once = () => {
    if (pending.delete(once)) action();
  };
  pending.add(once);
  return once;
}

// a signal ends a process without its `exit` event, unless someone turns the one into the other
function watchForTheEnd() {
  watching = true;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)
    process.on(signal, () => process.exit(128 + number));
  process.on('exit', () => {
    for (const action of pending) action();
  });
}

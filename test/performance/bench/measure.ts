import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  /** Seconds from start to end of the process. */
  seconds: number;
  /** Most memory that the process and its children had at once (megabytes, sampled); null where there is no /proc. */
  megabytes: number | null;
}

/** Runs a command to its end, its output thrown away. */
export async function measure(command: string): Promise<Measured> {
  const start = process.hrtime.bigint();
  // read, not thrown away by the system: grep stops at its first match where it writes to /dev/null
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  child.stdout.resume();
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentOf(child.pid as number));
  }, 50);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  // grep tells by its exit code whether it found anything
  if (code !== 0 && !command.startsWith('grep')) throw new Error(`${command} ended with ${code}: ${complaint}`);
  return { seconds, megabytes: most > 0 ? most : null };
}

/** Megabytes of the processes of a group; 0 where that cannot be told. */
function residentOf(group: number): number {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .reduce((sum, pid) => sum + residentIn(pid, group), 0);
  } catch {
    return 0;
  }
}

function residentIn(pid: string, group: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // behind the name in parentheses: state, parent, group
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) !== group) return 0;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

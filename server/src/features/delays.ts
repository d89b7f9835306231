import type { Block, Fields } from '../core.ts';
import { duration } from './words.ts';

const stages = ['waiting in the queue before this attempt', 'in the queue manager', 'DNS, connection, HELO and TLS', 'sending the message'] as const;

const advice = [
  'Nearly all of it is waiting between attempts: look at the replies to the earlier ones.',
  'Nearly all of it is this server’s queue manager: too many messages active at once, or too few delivery processes.',
  'Nearly all of it is the connection: slow DNS, a next hop that lets clients wait, or a slow TLS handshake.',
  'Nearly all of it is the transfer: a large message, a slow line, or a next hop that examines the message before it answers.',
] as const;

/** `delays=a/b/c/d` (postconf(5), delay_logging_resolution_limit): where the time went. */
export function delaysHover({ delay, delays }: Fields): Block[] {
  const known = [...delays];
  const sum = known.reduce((total, part) => total + (Number.isNaN(part) ? 0 : part), 0);
  const total = Number.isNaN(delay) ? sum : delay;
  const head: Block = [{ strong: `${duration(total)} from arrival to the end of this attempt` }];
  if (Number.isNaN(known[0])) return [head];
  const longest = known.indexOf(Math.max(...known));
  const dominant: Block[] = total >= 5 && known[longest] >= 0.8 * total ? [[advice[longest]]] : [];
  return [head, ...dominant, 'rule', { head: ['Time', 'Spent'], rows: stages.map((stage, at) => [duration(known[at]), stage]) }];
}

/**
 * Whether an envelope sender (folded, see events/sender.ts) is that of a mailing list or of a forwarder that rewrites senders: Mailman `name-bounces@`,
 * Sympa and Majordomo `owner-name@`, ezmlm `name-return-1-user=domain@`, SRS. Bulk mail of one's own (`bounce-1@`, `bounces+7@`) is none.
 */
export function isListSender(sender: string): boolean {
  const at = sender.lastIndexOf('@');
  const local = sender.slice(0, at).toLowerCase();
  if (/^srs[01][=+-]/.test(local) || /^owner-[a-z0-9]/.test(local)) return true;
  if (/[a-z0-9][-_](?:bounces?|owner|request|return|admin)(?:[-+*=]|$)/.test(local)) return true;
  return /^(?:lists?|listserv|mailman|groups|googlegroups)\./.test(sender.slice(at + 1).toLowerCase());
}

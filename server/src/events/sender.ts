/**
 * One name for all envelope senders that a mailing system makes from one address, so that a newsletter is one sender and memory
 * does not grow with every message: VERP (bounce-7-user=example.com@lists.example), SRS (SRS0=hash=tt=domain=local@forwarder),
 * BATV and prvs (prvs=tag=local@domain, btv1==tag==local@domain), tokens and counters. What varies becomes `*`.
 * Linear in the text. @returns the same text where nothing varies.
 */
export function foldSender(address: string): string {
  const at = address.lastIndexOf('@');
  if (at <= 0) return address;
  return `${foldLocal(address.slice(0, at))}@${address.slice(at + 1).toLowerCase()}`;
}

function foldLocal(local: string): string {
  const lower = local.toLowerCase();
  if (/^srs[01][=+-]/.test(lower)) return `${local.slice(0, 5)}*`;
  const prvs = /^(?:ms)?prvs\d?=+[^=]{1,40}=+/.exec(lower) ?? /^btv\d==[^=]{1,40}==/.exec(lower);
  if (prvs) return foldLocal(local.slice(prvs[0].length));
  const slash = /^prvs=([^/=]+)\/[0-9a-f]{6,}$/.exec(lower);
  if (slash) return slash[1];
  return foldTokens(foldRecipient(local));
}

/** VERP: `user=domain` in the local part, from the separator before it to the end. */
function foldRecipient(local: string): string {
  const equals = local.lastIndexOf('=');
  if (equals <= 0 || !/^[\w-]+(?:\.[\w-]+)+/.test(local.slice(equals + 1))) return local;
  const before = local.slice(0, equals);
  const cut = Math.max(before.lastIndexOf('+'), before.lastIndexOf('-'), before.lastIndexOf('='));
  return `${local.slice(0, cut + 1)}*`;
}

/** Counters of five digits and more, and tokens of twelve letters and more with at least three digits among them. */
function foldTokens(local: string): string {
  return local.replace(/[0-9A-Za-z]{5,}/g, (word) => {
    const digits = word.replace(/\D/g, '').length;
    return digits >= 5 || (word.length >= 12 && digits >= 3) ? '*' : word;
  });
}

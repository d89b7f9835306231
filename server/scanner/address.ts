import { newline } from './bytes';
import { fingerprint } from './fingerprint';
import { Message } from './messages';
import { domains, senders } from './taught';

/** Addresses in brackets. */

/** The last @ of an address, 0 without one. */
let at: usize = 0;

/** An address in brackets with nothing quoted. @returns where its `>` is, 0 for others. */
export function addressEnd(start: usize): usize {
  at = 0;
  let p = start;
  for (let code = load<u8>(p); code != 62; code = load<u8>(++p)) {
    if (code == 64) at = p;
    else if (code == newline || code == 34) return 0;
  }
  return p;
}

/** Of the address last read: the domain's identifier, 0 without one, -1 where it is not known. */
export function domainId(end: usize): i32 {
  return at != 0 && at + 1 < end ? domains.get(fingerprint(at + 1, end)) : 0;
}

/** @returns whether the sender is known. */
export function setSender(message: Message, start: usize, end: usize): bool {
  let id = 0;
  let domain = 0;
  if (start != end) {
    id = senders.get(fingerprint(start, end));
    domain = domainId(end);
    if (id < 0 || domain < 0) return false;
  }
  message.nullSender = start == end ? 1 : 0;
  message.sender = id;
  message.senderDomain = domain;
  return true;
}

/** `setSender` would find it. */
export function isKnownSender(start: usize, end: usize): bool {
  return start == end || (senders.get(fingerprint(start, end)) >= 0 && domainId(end) >= 0);
}

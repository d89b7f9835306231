/** What the scanner asks the host while it reads: `OtherMessages` of messages/ordinary.ts. */

/** Whether the host has an open or lately closed message with this queue ID. */
export declare function knows(queue: f64): i32;

/** Whether the host has an open message with this queue ID, one that was handed on to it, or no room for one more. */
export declare function claims(queue: f64): i32;

/** A line without anything new about a message that the host may have open. @returns 0 where it has none that the line can belong to. */
export declare function hear(kind: i32, queue: f64, host: i32, instance: i32, place: f64, time: f64): i32;

/** The same of a successful delivery. */
export declare function hearDelivery(
  queue: f64,
  host: i32,
  instance: i32,
  place: f64,
  time: f64,
  recipient: f64,
  original: f64,
  handedOnTo: f64,
  delay: f64,
  domain: i32,
  verdict: i32,
  relay: i32,
  receiver: i32,
  isLocal: i32,
): i32;

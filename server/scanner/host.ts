/** What the scanner asks the host while it reads: `OtherMessages` of messages/ordinary.ts. */

/** Whether the host has an open or lately closed message with this queue ID. */
export declare function knows(queue: f64): i32;

/** Whether the host has an open message with this queue ID, one that was handed on to it, or no room for one more. */
export declare function claims(queue: f64): i32;

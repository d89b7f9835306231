import type { Row } from '../events/row.ts';
import type { Message, Place } from './message.ts';

/** A link (see messages.ts) of an ordinary message, by its number. */
export interface OrdinaryLink {
  number: number;
  /** Fingerprints: the queue ID handed on to, and which delivery was. */
  handedOnTo: number;
  recipient: number;
}

export interface TakenMessage {
  message: Message;
  links: OrdinaryLink[];
  /** Of a closed one its number among the closed messages; else 0. */
  number: number;
}

/**
 * Where messages are kept with which nothing but delivery has happened (ordinary/). They are no business of `Messages` until something else happens to
 * one: then it is taken from here, as if it had been a `Message` always. Closed messages and links are numbered together.
 */
export interface OrdinaryMessages {
  /** Messages open here. */
  readonly open: number;
  /** Numbers of the last closed message and of the last link, of both sides. */
  readonly closed: number;
  readonly linked: number;
  /** The other side closes a message, makes a link. @returns its number. */
  close(): number;
  link(): number;
  /** The other side has a message, or a link, with this queue ID: it is to be asked about it from now on. */
  mention(queue: number): void;
  takeOpen(queue: number): TakenMessage | null;
  takeRecent(queue: number): TakenMessage | null;
  /** The message that was handed on to `queue`. */
  takeLinked(queue: number): TakenMessage | null;
  takeAll(): TakenMessage[];
  /** Messages that are over, but not as usual: to be settled. */
  takeOdd(): TakenMessage[];
  /** Messages that end in so many lines from the first message on are left to the other side: they may belong to the part before. */
  leaveSeam(lines: number): void;
  /** Where the first message of the part began: `place`, if there was none here before. */
  begin(place: Place): Place;
}

/** What it asks `Messages`. */
export interface OtherMessages {
  /** Whether there is an open or lately closed message with this queue ID. */
  knows(queue: number): boolean;
  /** Whether a message with this queue ID, which begins now, has to do with another one, or is one too many. */
  claims(queue: number): boolean;
  /** As `Messages.add`, of a line about an open message. @returns false where there is none that it can belong to. */
  hear(row: Row, place: Place): boolean;
}

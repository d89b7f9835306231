/** The part of Node's Buffer that is faster than what every host has. */
interface NativeBuffer {
  from(text: string, encoding: 'latin1'): Uint8Array;
}
const native = (globalThis as unknown as { Buffer?: NativeBuffer }).Buffer;
// a mark in the middle of a log is a character like any other
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The bytes that a Latin-1 text stands for: one for each character. */
export function bytesOfLatin1(text: string): Uint8Array {
  if (native) return native.from(text, 'latin1');
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Text whose bytes were framed as Latin-1: UTF-8, with U+FFFD for what is not. */
export function utf8OfLatin1(text: string): string {
  return decoder.decode(bytesOfLatin1(text));
}

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

import { readFileSync, writeFileSync } from 'node:fs';
import UPNG from 'upng-js';

/** Colours of a picture: enough for text in any theme, and a third of the size. */
const colours = 128;

/** Makes a PNG file small by giving it a palette. */
export function shrinkPng(file: string): void {
  const bytes = readFileSync(file);
  const image = UPNG.decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const small = UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, colours);
  if (small.byteLength < bytes.length) writeFileSync(file, new Uint8Array(small));
}

if (import.meta.main) for (const file of process.argv.slice(2)) shrinkPng(file);

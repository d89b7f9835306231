/** Measures of colour: contrast as WCAG 2.2 defines it, and how far apart two colours look, also to the colour-blind. */

type Triple = [number, number, number];

/** Ratio from 1 to 21 between two colours `#rrggbb` (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Sight with and without red or green cones: Machado, Oliveira and Fernandes 2009, severity 1, for linear sRGB. */
const SIGHT: Record<string, Triple[]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** Distance of two colours in CIELAB (1976): about 2 is the least the eye notices, 100 is black to white. */
export function distance(a: string, b: string, sight: 'full' | 'protanopia' | 'deuteranopia' = 'full'): number {
  const [x, y] = [lab(a, SIGHT[sight]), lab(b, SIGHT[sight])];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(colour: string): Triple {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [toLinear(channel(1)), toLinear(channel(3)), toLinear(channel(5))];
}

function lab(colour: string, sight: Triple[]): Triple {
  const given = linear(colour);
  const [r, g, b] = sight.map((row) => Math.min(1, Math.max(0, row[0] * given[0] + row[1] * given[1] + row[2] * given[2])));
  const curve = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

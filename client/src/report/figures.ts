/** Marks of the bounce rate: attention, damage. */
export const rateMarks = { attention: 0.02, damage: 0.03 } as const;

/** 0.0213 → "2.13 %"; null → "–". */
export function percent(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return '–';
  const value = 100 * rate;
  const digits = Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} %`;
}

/** Seconds as people say them: 0.4 s, 12 s, 3 min, 2.5 h, 3 d; nothing → "–". */
export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value < 10) return `${trim(value, 1)} s`;
  if (value < 120) return `${Math.round(value)} s`;
  if (value < 7200) return `${trim(value / 60, value < 600 ? 1 : 0)} min`;
  if (value < 172_800) return `${trim(value / 3600, 1)} h`;
  return `${trim(value / 86_400, 1)} d`;
}

const trim = (value: number, digits: number) => value.toFixed(digits).replace(/\.0$/, '');

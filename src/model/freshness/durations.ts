const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type DurationUnit = keyof typeof UNIT_MS;

/** Milliseconds of `15m`, `24h`, `7d`; null where it is none of these units, or no whole number of them. */
export function durationMs(text: string, units: readonly DurationUnit[] = ['s', 'm', 'h', 'd']): number | null {
  const number = text.slice(0, -1);
  const unit = units.find((each) => text.endsWith(each));
  if (unit === undefined || !/^[1-9]\d{0,5}$/.test(number)) return null;
  return Number(number) * UNIT_MS[unit];
}

/** In the largest unit that it is a whole number of, as people write it. */
export function durationText(ms: number): string {
  const units: DurationUnit[] = ['d', 'h', 'm', 's'];
  const unit = units.find((each) => ms % UNIT_MS[each] === 0) ?? 's';
  return `${ms / UNIT_MS[unit]}${unit}`;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type DurationUnit = keyof typeof UNIT_MS;

/** Milliseconds of `15m`, `24h`, `7d`; null where it is none of these units, or no whole number of them. */
export function durationMs(text: string, units: readonly DurationUnit[] = ['s', 'm', 'h', 'd']): number | null {
  const number = text.slice(0, -1);
  const unit = units.find((each) => text.endsWith(each));
  if (unit === undefined || !/^[1-9]\d{0,5}$/.test(number)) return null;
  return Number(number) * UNIT_MS[unit];
}

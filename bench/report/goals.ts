import type { Summary } from '../compare/summary';
import type { Goal } from './result';

interface Limits {
  /** Numbers to stay at or below. */
  atLeast: number;
  aim?: number;
}

/** A goal for a number that should be small. `show` writes it: a ratio unless told. */
export function goal(
  what: string,
  value: number | null,
  limits: Limits,
  show: (value: number) => string = ratio,
): Goal {
  const { atLeast, aim } = limits;
  const text = { what, atLeast: `≤ ${show(atLeast)}`, aim: aim === undefined ? '' : `≤ ${show(aim)}` };
  if (value === null || Number.isNaN(value)) return { ...text, measured: '–', met: 'not measured' };
  return {
    ...text,
    measured: show(value),
    met: value <= (aim ?? -1) ? 'aim met' : value <= atLeast ? 'met' : 'NOT MET',
  };
}

/** A goal for a ratio of rounds, told with its spread and judged by its median. */
export function ratioGoal(what: string, ratios: Summary | null, limits: Limits): Goal {
  const judged = goal(what, ratios?.median ?? null, limits);
  return ratios === null || judged.met === 'not measured' ? judged : { ...judged, measured: spread(ratios, ratio) };
}

export const ratio = (value: number) => `${value < 0.1 ? value.toFixed(3) : value.toFixed(2)} ×`;
export const megabytes = (value: number) => `${Math.round(value)} MB`;
export const whole = (value: number) => String(Math.round(value));
export const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
export const seconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} s`;

/** Median with the least and the most. */
export function spread({ median, least, most }: Summary, show: (value: number) => string): string {
  return least === most ? show(median) : `${show(median)} [${show(least)}–${show(most)}]`;
}

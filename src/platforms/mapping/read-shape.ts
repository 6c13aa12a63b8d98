import type { z } from 'zod';
import type { ProductNote } from '../../model/product';
import { noteOf } from './notes';
import { pathText, Unmappable } from './unmappable';

/** Takes an entry out of its list. */
export const LEFT_OUT = Symbol('left out');

/**
 * What is not essential, by its place (`images[]` is any entry), and what stands there when it cannot be read. The
 * longest place counts; what is on none of them sets the product aside.
 */
export type StandIns = Readonly<Record<string, unknown>>;

interface Reading {
  standIns: StandIns;
  /** Where in the product's payload this is. */
  at: string;
  /** Gets what was left out. */
  notes: ProductNote[];
  /** The payload in the platform's own shape, where something on the way gives it another one of the same meaning. */
  ownShape?(raw: unknown): unknown;
}

/**
 * Parses a part of a payload. What cannot be read and is not essential is left out, with a note; anything else throws
 * `Unmappable`. A payload that is as it should be is parsed once, and costs nothing more.
 */
export function readShape<Shape extends z.ZodType>(shape: Shape, sent: unknown, reading: Reading): z.output<Shape> {
  const asSent = shape.safeParse(sent);
  if (asSent.success) return asSent.data;

  const raw = reading.ownShape?.(sent) ?? sent;
  const first = shape.safeParse(raw);
  if (first.success) return first.data;

  const drops = new Map<string, unknown>();
  for (const issue of first.error.issues) {
    const place = placeOf(issue, reading.standIns);
    if (place === null) throw unmappable(issue, reading.at);
    drops.set(place, reading.standIns[patternOf(place)]);
    reading.notes.push(noteOf(pathText(issue.path, reading.at), issue.message, valueAt(raw, issue.path)));
  }
  const second = shape.safeParse(without(raw, '', drops));
  if (second.success) return second.data;
  throw unmappable(second.error.issues[0], reading.at);
}

/** The innermost part around the fault that may be left out; null where none may. */
function placeOf({ path }: z.core.$ZodIssue, standIns: StandIns): string | null {
  for (let length = path.length; length > 0; length--) {
    const place = pathText(path.slice(0, length));
    if (Object.hasOwn(standIns, patternOf(place))) return place;
  }
  return null;
}

function patternOf(place: string): string {
  return place.replace(/\[\d+\]/g, '[]');
}

/** A copy; numbers that are objects because they are exact stay what they are. */
function without(value: unknown, at: string, drops: ReadonlyMap<string, unknown>): unknown {
  if (drops.has(at)) return drops.get(at);
  if (Array.isArray(value)) {
    return value.map((item, index) => without(item, pathText([index], at), drops)).filter((item) => item !== LEFT_OUT);
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, without(inner, pathText([key], at), drops)]),
  );
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    raw,
  );
}

function unmappable(issue: z.core.$ZodIssue | undefined, at: string): Unmappable {
  const message = issue?.message ?? 'has another shape';
  return new Unmappable('shape_unreadable', pathText(issue?.path ?? [], at), message);
}

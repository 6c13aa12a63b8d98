import { stringify } from 'lossless-json';
import type { z } from 'zod';
import type { CanonicalProduct } from '../../catalog/product';
import { Unmappable } from '../mapping/unmappable';
import type { UnreadableProduct } from '../store';
import { mapProduct } from './map-product';
import { type RawRow, rawProduct, rawVariation } from './raw-product';

/** A product's row with the rows of its variations, in the parent's order. */
export interface WholeRow extends RawRow {
  variations: readonly RawRow[];
}

/** Maps a product; what cannot be mapped is set aside with the reason and the exact place (I7). */
export function readProduct(row: WholeRow, currency: string): CanonicalProduct | UnreadableProduct {
  try {
    const product = parsed(rawProduct, row.raw, '');
    const variations = row.variations.map(({ raw }, index) => parsed(rawVariation, raw, `variations[${index}]`));
    return mapProduct(product, variations, currency);
  } catch (error) {
    if (error instanceof Unmappable) return rejection(row, error);
    throw error;
  }
}

export function rejection({ id, raw, variations }: WholeRow, error: Unmappable): UnreadableProduct {
  const whole = typeof raw === 'object' && variations.length > 0 ? { ...raw, variations: rawsOf(variations) } : raw;
  return error.toRejection({ external_id: id, title: titleOf(raw), payload: stringify(whole) ?? 'null' });
}

function parsed<Shape extends z.ZodType>(shape: Shape, raw: unknown, path: string): z.output<Shape> {
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Unmappable('shape_unreadable', pathText(path, issue?.path ?? []), issue?.message ?? 'has another shape');
}

/** `variations[3].price` */
function pathText(start: string, steps: readonly PropertyKey[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, start);
}

function titleOf(raw: unknown): string | null {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : null;
  return typeof name === 'string' ? name.replaceAll('\0', '') : null;
}

function rawsOf(rows: readonly RawRow[]): unknown[] {
  return rows.map(({ raw }) => raw);
}

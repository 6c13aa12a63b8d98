import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CanonicalProduct } from '../../../src/model/product';
import type { UnreadableProduct } from '../../../src/model/rejection';
import { readRows } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readProduct } from '../../../src/platforms/woocommerce/mapping/read-product';

/** Answers of a real WooCommerce 10.5, cut to the fields that are asked for. */
const recorded = z
  .object({
    products: z.record(z.string(), z.looseObject({})),
    variations: z.record(z.string(), z.array(z.looseObject({}))),
  })
  .parse(JSON.parse(readFileSync(join(__dirname, '../../fixtures/woocommerce-store/recorded-products.json'), 'utf8')));

export type Fields = Record<string, unknown>;

function read(raw: Fields, variations: Fields[] = []): CanonicalProduct | UnreadableProduct {
  const [row] = readRows([raw]) ?? [];
  if (row === undefined) throw new Error('the row has no id');
  return readProduct({ ...row, variations: readRows(variations) ?? [] }, 'EUR');
}

export function mapped(raw: Fields, variations: Fields[] = []): CanonicalProduct {
  const outcome = read(raw, variations);
  if ('reason' in outcome) throw new Error(`${outcome.path}: ${outcome.message}`);
  return outcome;
}

export function rejected(raw: Fields, variations: Fields[] = []): UnreadableProduct {
  const outcome = read(raw, variations);
  if ('reason' in outcome) return outcome;
  throw new Error('it was mapped');
}

export const product = (name: string, changes: Fields = {}): Fields => ({ ...recorded.products[name], ...changes });
export const variations = (name: string): Fields[] => recorded.variations[name] ?? [];

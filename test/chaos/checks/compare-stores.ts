import { isDeepStrictEqual } from 'node:util';
import { byId, type ComparedProduct, catalogueToCompare } from '../../support/compared';
import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosStore, ChaosWorld } from '../world/start-world';

/** A store that differs everywhere is told by a few. */
const MOST_TOLD = 10;

/** What a store's catalogue and its shop differ in. */
export interface Compared {
  products: number;
  differences: { externalId: string; what: string }[];
}

/** Compares every store's catalogue with its shop, field by field. Answers how many products were compared. */
export async function compareStores(world: ChaosWorld, findings: Findings): Promise<number> {
  let compared = 0;
  for (const store of world.stores) {
    const { products, differences } = await compareStore(world, store);
    compared += products;
    for (const { what } of differences.slice(0, MOST_TOLD)) findings.report(`${store.name}: ${what}`);
    if (differences.length > MOST_TOLD) findings.report(`${store.name}: ${differences.length} products differ in all`);
  }
  return compared;
}

export async function compareStore(world: ChaosWorld, store: ChaosStore): Promise<Compared> {
  const expected = byId(store.shop.expected());
  const found = new Map((await catalogueToCompare(world.database, store)).map((each) => [each.external_id, each]));
  const inactive = await inactiveVariants(world, store);
  const differences: Compared['differences'] = [];
  for (const product of expected) {
    const { external_id: externalId } = product;
    const held = found.get(externalId);
    found.delete(externalId);
    const difference = held === undefined ? 'is missing' : differenceOf(product, withoutGone(held, product, inactive));
    if (difference !== null) differences.push({ externalId, what: `product ${externalId} ${difference}` });
  }
  for (const { external_id: externalId, is_active } of found.values()) {
    const what = `product ${externalId} is active and the shop does not have it`;
    if (is_active) differences.push({ externalId, what });
  }
  return { products: expected.length, differences };
}

/** A variant that the shop no longer has stays listed as inactive. */
function withoutGone(held: ComparedProduct, shown: ComparedProduct, inactive: Set<string>): ComparedProduct {
  const ids = new Set(shown.variants.map(({ external_id }) => external_id));
  const variants = held.variants.filter(
    ({ external_id }) => ids.has(external_id) || !inactive.has(`${held.external_id}/${external_id}`),
  );
  return { ...held, variants };
}

async function inactiveVariants({ programs }: ChaosWorld, { id }: ChaosStore): Promise<Set<string>> {
  const rows = await adminQuery<{ variant: string }>(
    programs,
    `select p.external_id || '/' || v.external_id as variant
       from product_variants v
       join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
      where p.store_id = $1::uuid and not v.is_active`,
    [id],
  );
  return new Set(rows.map(({ variant }) => variant));
}

function differenceOf(expected: ComparedProduct, held: ComparedProduct): string | null {
  const fields = (Object.keys(expected) as (keyof ComparedProduct)[]).filter(
    (field) => !isDeepStrictEqual(expected[field], held[field]),
  );
  if (fields.length === 0) return null;
  return fields
    .map((field) => `${field}: the shop has ${shortened(expected[field])}, the catalogue ${shortened(held[field])}`)
    .join('; ');
}

const shortened = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 400);

import fc from 'fast-check';
import { LEAN_MODES, type LeanMode } from '../../../../src/model/freshness/lean-product';
import { mapLean } from '../../../../src/platforms/shopify/mapping/map-lean';
import { mapProduct } from '../../../../src/platforms/shopify/mapping/map-product';
import { expectGroups } from '../../lean/groups';
import { rawProduct, rawVariant, withNodes } from '../raw-products';

const OWN = {
  inventory: ['id', 'status', 'variantsCount', 'tracksInventory'],
  prices: ['id', 'status', 'variantsCount'],
} satisfies Record<LeanMode, string[]>;

const OF_VARIANT = {
  inventory: ['id', 'position', 'availableForSale', 'inventoryPolicy', 'inventoryQuantity', 'inventoryItem'],
  prices: ['id', 'position', 'price', 'compareAtPrice'],
} satisfies Record<LeanMode, string[]>;

const kept = (fields: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));

/** What Shopify answers to the lean question about the same product. */
function leanRaw(whole: ReturnType<typeof rawProduct>, mode: LeanMode) {
  return {
    ...kept(whole, OWN[mode]),
    variants: withNodes(whole.variants.nodes.map((one) => kept(one, OF_VARIANT[mode]))),
  };
}

const price = fc.oneof(
  fc.constantFrom('0', '', '1e2', '.5', '007.50', 'free', '1'.repeat(31)),
  fc.tuple(fc.nat(), fc.nat(99)).map(([units, cents]) => `${units}.${cents}`),
);
const quantity = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(null, 0, -1, 2.5, '7'));
const inventoryItem = fc.oneof(
  fc.boolean().map((tracked) => ({ tracked, measurement: { weight: null } })),
  fc.constantFrom(undefined, { tracked: true, measurement: 'none' }, { tracked: 'yes', measurement: { weight: null } }),
);
const oneVariant = fc.record({
  id: fc.integer({ min: 1, max: 6 }).map((id) => `gid://shopify/ProductVariant/${id}`),
  position: fc.integer({ min: 0, max: 4 }),
  price,
  compareAtPrice: fc.option(price),
  availableForSale: fc.boolean(),
  inventoryPolicy: fc.constantFrom('DENY', 'CONTINUE', 'SOON\u0000', '\ud800'),
  inventoryQuantity: quantity,
  inventoryItem,
});
const products = fc.record({
  status: fc.constantFrom('ACTIVE', 'DRAFT', 'UNLISTED'),
  tracksInventory: fc.boolean(),
  title: fc.constantFrom('Shirt', 'Shirt\u0000'),
  variantsCount: fc.option(fc.record({ count: fc.integer({ min: 0, max: 5 }) })),
  variants: fc
    .array(oneVariant, { maxLength: 5 })
    .map((variants) => withNodes(variants.map((changes) => rawVariant(changes)))),
});

it.each(LEAN_MODES)('%s of whatever product are those of the whole one, wherever that maps', (mode) => {
  let mapped = 0;
  fc.assert(
    fc.property(products, (changes) => {
      const raw = rawProduct(changes) as ReturnType<typeof rawProduct>;
      const whole = mapProduct(raw, 'EUR');
      const lean = mapLean([leanRaw(raw, mode)], { mode, currency: 'EUR' });

      if ('reason' in whole) return;
      mapped++;
      expect(lean.unclear).toEqual([]);
      expectGroups(lean.products, [whole], mode);
    }),
    { numRuns: 500 },
  );
  expect(mapped).toBeGreaterThan(20);
});

it('what makes a group unreadable sets the whole product aside, too', () => {
  fc.assert(
    fc.property(products, fc.constantFrom(...LEAN_MODES), (changes, mode) => {
      const raw = rawProduct(changes) as ReturnType<typeof rawProduct>;
      const { unclear } = mapLean([leanRaw(raw, mode)], { mode, currency: 'EUR' });
      if (unclear.length > 0)
        expect(mapProduct(raw, 'EUR')).toMatchObject({ external_id: '8001', reason: expect.any(String) });
    }),
  );
});

import fc from 'fast-check';
import { LEAN_MODES, type LeanMode } from '../../../../src/model/freshness/lean-product';
import { readRows } from '../../../../src/platforms/woocommerce/mapping/raw-product';
import { readLean } from '../../../../src/platforms/woocommerce/mapping/read-lean';
import { readProduct } from '../../../../src/platforms/woocommerce/mapping/read-product';
import { LEAN_ROWS } from '../../../../src/platforms/woocommerce/mapping/row-fields';
import { readJson } from '../../../../src/platforms/woocommerce/requests/read-json';
import { expectGroups } from '../../lean/groups';
import { type Fields, product, variations } from '../recorded-product';

/** What WordPress leaves of a row with `_fields`. */
const kept = (row: Fields, fields: string): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name]) => fields.split(',').includes(name)));

function rowOf(raw: Fields, ofVariations: readonly Fields[]) {
  const [row] = readRows([raw]) ?? [];
  if (row === undefined) throw new Error('the row has no id');
  return { ...row, variations: readRows(ofVariations) ?? [] };
}

function bothOf(raw: Fields, ofVariations: readonly Fields[], mode: LeanMode) {
  const fields = LEAN_ROWS[mode];
  const leanRow = rowOf(
    kept(raw, fields.product),
    ofVariations.map((each) => kept(each, fields.variation)),
  );
  return {
    whole: readProduct(rowOf(raw, ofVariations), 'EUR'),
    lean: readLean(leanRow, { mode, currency: 'EUR' }),
  };
}

const price = fc.oneof(
  fc.constantFrom('', '0', '7.50', '.5', '1e2', 12.5, null, 'free', '1'.repeat(31)),
  fc.tuple(fc.nat(), fc.nat(99)).map(([units, cents]) => `${units}.${cents}`),
);
const quantity = fc.oneof(fc.integer(), fc.constantFrom(null, '', '2.5', 'many', -3, 2 ** 53, { a: 1 }, '007'));
const changes = {
  price,
  regular_price: price,
  status: fc.constantFrom('publish', 'private', 'draft'),
  stock_quantity: quantity,
  stock_status: fc.constantFrom('instock', 'outofstock', 'onbackorder', 'some\u0000', '\ud800'),
  backorders: fc.constantFrom('no', 'notify', 'yes', true, false, null),
};
const ofProduct = fc.record({
  ...changes,
  type: fc.constantFrom('simple', 'variable', 'variable-subscription', 'grouped'),
  manage_stock: fc.constantFrom(true, false, '', 'yes', '0'),
  // Not of any group, yet it makes a note or sets the whole product aside.
  images: fc.constantFrom([], [{ src: '' }], 'none'),
});
const ofVariation = fc.record({ ...changes, manage_stock: fc.constantFrom(true, false, 'parent') });

it.each(LEAN_MODES)('%s of whatever product are those of the whole one, wherever that maps', (mode) => {
  let mapped = 0;
  const rows = fc.tuple(
    fc.constantFrom('vneck', 'beanie', 'backorder', 'noVariations'),
    ofProduct,
    fc.array(ofVariation, { minLength: 3, maxLength: 3 }),
  );
  fc.assert(
    fc.property(rows, ([name, own, each]) => {
      const raws = variations(name).map((raw, at) => ({ ...raw, ...each[at] }));
      const { whole, lean } = bothOf(product(name, own), raws, mode);
      if ('reason' in whole) return;
      mapped++;
      expectGroups(lean === null ? [] : [lean], [whole], mode);
    }),
    { numRuns: 800 },
  );
  expect(mapped).toBeGreaterThan(50);
});

it('what makes a group unreadable sets the whole product aside, too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LEAN_MODES), ofProduct, (mode, own) => {
      const { whole, lean } = bothOf(product('beanie', own), [], mode);
      if (lean === null) expect(whole).toMatchObject({ external_id: expect.any(String), reason: expect.any(String) });
    }),
  );
});

describe('I5 a quantity that PHP writes as a whole float', () => {
  const answer = (more: string) =>
    `[{"id":7,"type":"simple","status":"publish","manage_stock":true,"stock_quantity":10.0,"stock_status":"instock","backorders":"no","variations":[]${more}}]`;
  const quantityOf = (text: string) => {
    const [row] = readRows(readJson(text)) ?? [];
    if (row === undefined) throw new Error('the row has no id');
    return readLean({ ...row, variations: [] }, { mode: 'inventory', currency: 'EUR' });
  };

  it('is the same whatever else stands in the answer', () => {
    const alone = quantityOf(answer(''));
    expect(alone).toMatchObject({ stock: 10, metadata: { quantity: '10' } });
    // A price that is a number makes all numbers of the answer exact ones.
    expect(quantityOf(answer(',"price":5'))).toEqual(alone);
  });

  it('beyond what a number holds is kept to its last digit', () => {
    const text = answer('').replace('10.0', '9007199254740993');
    expect(quantityOf(text)).toBeNull();
    const unlimited = text.replace('"manage_stock":true', '"manage_stock":false');
    expect(quantityOf(unlimited)).toMatchObject({ metadata: { quantity: '9007199254740993' } });
  });
});

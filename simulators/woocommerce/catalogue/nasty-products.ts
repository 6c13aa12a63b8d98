import type { GeneratedProduct } from './generate-products';
import type { ItemFields, RawFields } from './raw';

/** Every product below was seen in a real shop or follows from how WordPress stores it; ids are far from generated ones. */
export function nastyProducts(): readonly GeneratedProduct[] {
  return [...SIMPLE.map((product) => ({ product: dated(product), variations: [] })), ...VARIABLE];
}

const SOME_DAY = '2026-03-10T12:00:00';

function dated(fields: ItemFields): ItemFields {
  return { date_created_gmt: SOME_DAY, date_modified_gmt: SOME_DAY, ...fields };
}

const onSale = { regular_price: '100.00', sale_price: '79.99' };
const managed = { manage_stock: true };

const SIMPLE: readonly ItemFields[] = [
  // Prices are whatever text the merchant typed; "" is no price, "0" is free, and yen get decimals too.
  { id: 900_000_001, name: 'No price', sku: 'N-NOPRICE', regular_price: '' },
  { id: 900_000_002, name: 'Free', sku: 'N-FREE', regular_price: '0' },
  { id: 900_000_003, name: 'Many decimals', sku: 'N-DEC', regular_price: '1.23456789' },
  { id: 900_000_004, name: 'Trailing zero', sku: 'N-ZERO', regular_price: '7.50' },
  { id: 900_000_005, name: 'Decimals in any currency', sku: 'N-YEN', regular_price: '19.90' },
  { id: 900_000_006, name: 'Sale now', sku: 'N-SALE', ...onSale },
  { id: 900_000_007, name: 'Sale to come', sku: 'N-FUTURE-SALE', ...onSale, price: '100.00', ...saleDates('2031') },
  { id: 900_000_008, name: 'Sale over', sku: 'N-PAST-SALE', ...onSale, price: '100.00', ...saleDates('2021') },

  // Stock goes below zero with backorders, and to fractions with plugins that sell by weight.
  { id: 900_000_011, name: 'Negative stock', sku: 'N-NEG', regular_price: '7.5', ...managed, stock_quantity: -4 },
  { id: 900_000_012, name: 'Backordered', sku: 'N-BACK', ...managed, stock_quantity: -2, backorders: 'notify' },
  { id: 900_000_013, name: 'By the kilo', sku: 'N-KILO', regular_price: '3', ...managed, stock_quantity: 2.5 },
  { id: 900_000_014, name: 'On backorder, not counted', sku: 'N-ONBACK', stock_status: 'onbackorder' },

  // A scheduled product reports its future date as its modification date and would blind a cursor made of it.
  { id: 900_000_021, name: 'Scheduled', status: 'future', ...dates('2031-05-05T08:00:00') },
  { id: 900_000_022, name: 'Back-dated', ...dates('2020-01-01T00:00:00') },
  { id: 900_000_023, name: 'Draft', status: 'draft', sku: 'N-DRAFT', regular_price: '1' },
  { id: 900_000_024, name: 'Private', status: 'private', sku: 'N-PRIVATE', regular_price: '1' },
  { id: 900_000_025, name: 'Pending', status: 'pending', regular_price: '1' },
  { id: 900_000_026, name: 'Hidden', catalog_visibility: 'hidden', regular_price: '1' },

  // SKUs are unique only as long as nobody imports.
  { id: 900_000_031, name: 'Twin', sku: 'N-TWIN', regular_price: '5' },
  { id: 900_000_032, name: 'Twin', sku: 'N-TWIN', regular_price: '6' },
  { id: 900_000_033, name: 'Without SKU', sku: '', regular_price: '3.33' },
  { id: 900_000_034, name: 'Without SKU', sku: '', regular_price: '3.33' },

  {
    id: 900_000_041,
    name: 'Ünïçödé – 日本の陶器 “quoted” & <b>bold</b> &amp; 👩‍👩‍👧 🇪🇺',
    sku: 'Ü-41',
    regular_price: '9',
  },
  { id: 900_000_042, name: 'NUL\u0000inside', description: '<p>a\u0000b</p>', regular_price: '9' },
  { id: 900_000_043, name: 'Half an emoji \ud83d', description: '<p>\udc4d</p>', regular_price: '9' },
  { id: 900_000_044, name: '', sku: 'N-NAMELESS', regular_price: '9' },
  { id: 900_000_045, name: 'L'.repeat(600), sku: 'S'.repeat(300), regular_price: '9' },
  {
    id: 900_000_046,
    name: 'Script',
    description: '<script>alert(1)</script><p onclick="x()">p</p>',
    regular_price: '9',
  },
  {
    id: 900_000_047,
    name: 'Names of JavaScript',
    regular_price: '9',
    attributes: [
      { id: 0, name: '__proto__', slug: '__proto__', position: 0, visible: true, variation: false, options: ['x'] },
      { id: 0, name: 'constructor', slug: 'constructor', position: 1, visible: true, variation: false, options: [] },
    ],
    meta_data: [{ id: 1, key: '__proto__', value: Object.fromEntries([['__proto__', 'x']]) }],
  },
  // One page builder can make a page of 25 rows weigh 400 kB.
  {
    id: 900_000_048,
    name: 'Heavy meta',
    regular_price: '9',
    meta_data: [{ id: 2, key: '_builder', value: 'x'.repeat(400_000) }],
  },
  {
    id: 900_000_049,
    name: 'Odd images',
    regular_price: '9',
    images: [image(901_000_001, 'https://cdn.example/größe 1.jpg', ''), image(901_000_002, '', 'no address')],
  },

  {
    id: 900_000_051,
    name: 'Grouped',
    type: 'grouped',
    price: '5',
    grouped_products: [900_000_031n, 900_000_032n],
    purchasable: false,
  },
  { id: 900_000_052, name: 'External', type: 'external', regular_price: '55', external_url: 'https://shop.example/x' },
  {
    id: 900_000_053,
    name: 'Download',
    virtual: true,
    downloadable: true,
    regular_price: '4',
    shipping_required: false,
  },

  // Names are escaped, equal ones are told apart by their ids alone, and a plugin's attributes have no place.
  {
    id: 900_000_054,
    name: 'Terms in any order',
    regular_price: '9',
    categories: [term(71, 'Shoes'), term(64, 'Shoes'), term(70, 'Kitchen &amp; Home'), term(8, 'shoes')],
    tags: [term(92, 'Sale'), term(91, 'sale'), term(93, 'Grün &amp; Gelb')],
    brands: [term(82, 'Ünder &amp; Over'), term(81, 'under &amp; over'), term(80, 'Zebra')],
    attributes: [
      { id: 0, name: 'Wash &amp; care', options: ['30 &#176;C'] },
      { id: 5, name: 'Material', options: ['Wool'] },
      { id: 4, name: 'Cut', options: ['Slim'] },
    ],
  },

  // These three are one number to a client that reads ids as doubles.
  { id: 9_007_199_254_740_992n, name: 'Id 2^53', sku: 'N-BIG-0', regular_price: '1' },
  { id: 9_007_199_254_740_993n, name: 'Id 2^53 + 1', sku: 'N-BIG-1', regular_price: '2' },
  { id: 18_446_744_073_709_551_615n, name: 'Id 2^64 - 1', sku: 'N-BIG-2', regular_price: '3' },
];

const COLOURS = ['Red', 'Blue', 'Green', 'Black', 'White', 'Sand'];
const SIZES = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
const MATERIALS = ['Cotton', 'Wool', 'Linen', 'Ünïçödé &amp; "quoted"'];

const VARIABLE: readonly GeneratedProduct[] = [
  {
    product: dated({
      id: 910_000_000,
      name: '144 variations',
      sku: 'MEGA',
      type: 'variable',
      images: [image(901_000_003, 'https://cdn.example/mega.jpg', 'the parent’s image')],
      manage_stock: true,
      stock_quantity: 500,
      attributes: [option(1, 'Colour', COLOURS), option(2, 'Size', SIZES), option(3, 'Material', MATERIALS)],
    }),
    variations: COLOURS.flatMap((colour) =>
      SIZES.flatMap((size) => MATERIALS.map((material) => [colour, size, material])),
    ).map(([colour = '', size = '', material = ''], index) => ({
      id: 910_000_001 + index,
      name: `${colour}, ${size}, ${material}`,
      // A variation without a SKU shows its parent's.
      sku: index % 10 === 9 ? '' : `MEGA-${index}`,
      regular_price: `${10 + (index % 9)}.99`,
      // "parent" repeats the parent's 500 on every one of them: a sum of quantities over-counts.
      ...(index % 3 === 0 ? { ...managed, stock_quantity: (index % 20) - 6 } : { manage_stock: 'parent' }),
      status: index % 29 === 0 ? 'private' : 'publish',
      attributes: [chosen(1, 'Colour', colour), chosen(2, 'Size', size), chosen(3, 'Material', material)],
    })),
  },
  {
    product: dated({
      id: 920_000_000,
      name: 'Any size',
      sku: 'ANY',
      type: 'variable',
      attributes: [option(2, 'Size', SIZES)],
    }),
    // An attribute set to "any" is absent from the variation.
    variations: [
      { id: 920_000_001, name: '', regular_price: '40', attributes: [] },
      { id: 920_000_002, name: 'M', regular_price: '', attributes: [chosen(2, 'Size', 'M')] },
    ],
  },
  {
    product: dated({ id: 930_000_000, name: 'No variations', type: 'variable', stock_status: 'outofstock' }),
    variations: [],
  },
  {
    product: dated({ id: 9_007_199_254_741_001n, name: 'Variations beyond 2^53', type: 'variable' }),
    variations: [
      { id: 9_007_199_254_741_002n, name: 'one', regular_price: '1' },
      { id: 9_007_199_254_741_003n, name: 'two', regular_price: '2' },
    ],
  },
];

function dates(gmt: string): RawFields {
  return { date_created_gmt: gmt, date_modified_gmt: gmt };
}

function saleDates(year: string): RawFields {
  const [from, to] = [`${year}-02-01T00:00:00`, `${year}-02-28T23:59:59`];
  return {
    on_sale: false,
    date_on_sale_from: from,
    date_on_sale_from_gmt: from,
    date_on_sale_to: to,
    date_on_sale_to_gmt: to,
  };
}

function option(id: number, name: string, options: readonly string[]): RawFields {
  return { id, name, slug: `pa_${name.toLowerCase()}`, position: id, visible: true, variation: true, options };
}

function chosen(id: number, name: string, value: string): RawFields {
  return { id, name, slug: `pa_${name.toLowerCase()}`, option: value };
}

function term(id: number, name: string): RawFields {
  return { id, name, slug: `term-${id}` };
}

function image(id: number, src: string, alt: string): RawFields {
  const [date_created, date_created_gmt] = ['2026-03-10T14:00:00', SOME_DAY];
  return {
    id,
    date_created,
    date_created_gmt,
    date_modified: date_created,
    date_modified_gmt: date_created_gmt,
    src,
    name: `image-${id}`,
    alt,
    srcset: '',
    sizes: '(max-width: 64px) 100vw, 64px',
    thumbnail: src,
  };
}

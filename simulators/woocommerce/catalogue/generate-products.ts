import { productTexts } from '../../catalogue/product-texts';
import { type Random, seededRandom } from '../../catalogue/random';
import { gmtStamp } from './dates';
import type { ItemFields, RawFields } from './raw';

export type GeneratedProduct = { readonly product: ItemFields; readonly variations: readonly ItemFields[] };

export type GeneratorOptions = { count: number; seed: number; variableShare: number; currency: string };

const FIRST_ID = 100;
/** Room for a product's variations and images between two products, as in a shop that grew. */
const ID_STEP = 20;
const MOST_VARIATIONS = 12;

const PALETTE = Array.from({ length: 12 }, (_, index) => `Colour ${index + 1}`);
const LETTERED = Array.from({ length: 12 }, (_, index) => `Size ${index + 1}`);

const WITHOUT_DECIMALS = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX']);

/** A shop's believable catalogue; the same options always give the same products. */
export function* generateProducts(options: GeneratorOptions): Generator<GeneratedProduct> {
  const random = seededRandom(options.seed);
  // Larger shops have one product with more variations than fit on a page.
  let hasMany = options.count < 100;
  for (let index = 0; index < options.count; index++) {
    const id = FIRST_ID + index * ID_STEP;
    if (random.chance(options.variableShare)) {
      yield variable(random, id, options, hasMany ? null : FIRST_ID + options.count * ID_STEP);
      hasMany = true;
    } else if (index > 3 && random.chance(0.02)) yield { product: grouped(random, id, options), variations: [] };
    else if (random.chance(0.02)) yield { product: external(random, id, options), variations: [] };
    else yield { product: simple(random, id, options), variations: [] };
  }
}

function simple(random: Random, id: number, { currency }: GeneratorOptions): ItemFields {
  const stock = random.chance(0.6) ? ownStock(random) : {};
  return { ...common(random, id), ...prices(random, currency), ...stock, weight: `0.${random.int(1, 9)}` };
}

function external(random: Random, id: number, { currency }: GeneratorOptions): ItemFields {
  const sold = { type: 'external', external_url: `https://partner.example/p/${id}`, button_text: 'Buy there' };
  return { ...common(random, id), ...prices(random, currency), ...sold, purchasable: false };
}

/** A grouped product sells the ones before it; its price stands for the lowest of theirs. */
function grouped(random: Random, id: number, { currency }: GeneratorOptions): ItemFields {
  const children = [1, 2, 3].map((back) => BigInt(id - back * ID_STEP));
  return {
    ...common(random, id),
    type: 'grouped',
    price: price(random, currency),
    grouped_products: children,
    purchasable: false,
  };
}

/** `manyFrom` asks for 144 variations and says where their ids start. */
function variable(
  random: Random,
  id: number,
  { currency }: GeneratorOptions,
  manyFrom: number | null,
): GeneratedProduct {
  const texts = productTexts(random);
  const colours = manyFrom !== null ? PALETTE : texts.colours.length > 0 ? texts.colours : ['Plain'];
  const sizes = manyFrom !== null ? LETTERED : texts.sizes;
  const pairs = colours.flatMap((colour) => sizes.map((size) => [colour, size] as const));
  const sold = manyFrom !== null ? pairs : pairs.slice(0, random.int(1, MOST_VARIATIONS));
  const firstId = manyFrom ?? id + 1;
  const shared = random.chance(0.3);
  const variations = sold.map(
    ([colour, size], index): ItemFields => ({
      id: firstId + index,
      name: `${colour}, ${size}`,
      sku: random.chance(0.8) ? `${id}-${index + 1}` : '',
      ...prices(random, currency),
      ...(shared ? { manage_stock: 'parent' } : random.chance(0.7) ? ownStock(random) : {}),
      status: random.chance(0.03) ? 'private' : 'publish',
      menu_order: index,
      attributes: [
        { id: 1, name: 'Colour', slug: 'pa_colour', option: colour },
        { id: 0, name: 'Size', slug: 'Size', option: size },
      ],
    }),
  );
  const product = {
    ...common(random, id, texts),
    type: 'variable',
    ...(shared && ownStock(random)),
    attributes: [attribute(1, 'Colour', 'pa_colour', colours), attribute(0, 'Size', 'Size', sizes)],
  };
  return { product, variations };
}

function common(random: Random, id: number, texts = productTexts(random)): ItemFields {
  const created = Date.UTC(2019, 0, 1) + random.int(0, 7 * 365 * 86_400) * 1000;
  // Half a year of edits, never after the summer of 2026: a test's own edits are always the newest.
  const modified = Math.max(created, Date.UTC(2026, 0, 1) + random.int(0, 180 * 86_400) * 1000);
  return {
    id,
    name: texts.title,
    status: random.chance(0.95) ? 'publish' : random.pick(['draft', 'private', 'pending']),
    description: `${texts.descriptionHtml}\n`,
    short_description: `<p>${texts.title} by ${texts.vendor}.</p>\n`,
    sku: random.chance(0.9) ? `${texts.vendor.slice(0, 3).toUpperCase()}-${id}` : '',
    date_created_gmt: gmtStamp(new Date(created)),
    date_modified_gmt: gmtStamp(new Date(modified)),
    categories: id % (10 * ID_STEP) === 0 ? twins(texts.productType) : [term(texts.productType)],
    brands: random.chance(0.5) ? [term(texts.vendor)] : [],
    tags: texts.tags.map(term),
    images: Array.from({ length: random.int(0, 4) }, (_, index) => image(id + ID_STEP - 1 - index, texts.title)),
    menu_order: random.chance(0.9) ? 0 : random.int(1, 50),
    total_sales: random.int(0, 400),
  };
}

function prices(random: Random, currency: string): RawFields {
  const regular = price(random, currency);
  const isOnSale = random.chance(0.15);
  const sale = isOnSale ? regular.replace(/^\d+/, (whole) => String(BigInt(whole) / 2n)) : '';
  return { regular_price: regular, sale_price: sale };
}

function price(random: Random, currency: string): string {
  if (WITHOUT_DECIMALS.has(currency)) return String(random.int(3, 400) * 50);
  return `${random.int(2, 300)}${random.pick(['', '.5', '.50', '.90', '.95', '.00'])}`;
}

function ownStock(random: Random): RawFields {
  const backorders = random.chance(0.85) ? 'no' : random.pick(['notify', 'yes']);
  const quantity = random.chance(0.85) ? random.int(1, 250) : backorders === 'no' ? 0 : random.int(-9, 0);
  return { manage_stock: true, stock_quantity: quantity, backorders };
}

function attribute(id: number, name: string, slug: string, options: readonly string[]): RawFields {
  return { id, name, slug, position: 0, visible: true, variation: true, options: [...options].sort() };
}

/** A category, brand or tag; the id follows from the name, so equal names are one term. WordPress escapes names. */
function term(name: string): RawFields {
  const slug = (name.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
  const id = [...slug].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7);
  return { id, name: name.replaceAll('&', '&amp;'), slug };
}

/** Two categories of one name, under "Women" and under "Men": the database finds them in any order. */
function twins(name: string): RawFields[] {
  const women = term(name);
  return [women, { ...women, id: Number(women.id) + 10_000, slug: `${women.slug}-men` }];
}

function image(id: number, alt: string): RawFields {
  const src = `https://cdn.example/wp-content/uploads/2025/03/photo-${id}.jpg`;
  // The local date is shifted by the site's offset twice.
  const dates = { date: '2025-03-04T13:00:00', gmt: '2025-03-04T11:00:00' };
  return {
    id,
    date_created: dates.date,
    date_created_gmt: dates.gmt,
    date_modified: dates.date,
    date_modified_gmt: dates.gmt,
    src,
    name: `photo-${id}`,
    alt,
    srcset: '',
    sizes: '(max-width: 800px) 100vw, 800px',
    thumbnail: src,
  };
}

import { productTexts } from '../../catalogue/product-texts';
import type { Random } from '../../catalogue/random';
import type { ShopOptions } from '../shop-options';
import type { ShopCollection, ShopMedia, ShopOption, ShopProduct, ShopVariant } from './shop-product';
import { shopifyTime } from './time';

/** What of a shop's options decides how its products look. */
export type GeneratorOptions = Pick<
  ShopOptions,
  'domain' | 'products' | 'seed' | 'nasty' | 'variantsEach' | 'currency'
>;

/** Currencies without a minor unit, in which a shop's prices are whole. */
const WHOLE_CURRENCIES = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK']);
const DAY_MS = 86_400_000;
/** Product ids lie 137 apart and variant ids 15 times as much: room for 2,048 variants, all within 14 digits. */
const FIRST_ID = 8_012_345_600_000n;
const FIRST_DAY = Date.parse('2023-01-09T08:00:00Z');

/** One believable product; `number` decides its ids, which are as long as Shopify's. */
export function generateProduct(number: number, random: Random, options: GeneratorOptions): ShopProduct {
  const texts = productTexts(random);
  const id = String(FIRST_ID + BigInt(number) * 137n);
  const handle = `${texts.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${number + 1}`;
  const created = FIRST_DAY + random.int(0, 700) * DAY_MS + random.int(0, 50_000) * 1000;
  const status = pickStatus(random);
  const createdAt = shopifyTime(created);
  const updatedAt = shopifyTime(created + random.int(0, 300) * DAY_MS);

  const choices = pickChoices(random, texts, options.variantsEach);
  const media = generateMedia(random, id, options.domain, texts.title);
  return {
    id,
    title: texts.title,
    handle,
    descriptionHtml: random.chance(0.03) ? '' : texts.descriptionHtml,
    vendor: texts.vendor,
    productType: texts.productType,
    tags: texts.tags.toSorted(),
    status,
    createdAt,
    updatedAt,
    publishedAt: status === 'ACTIVE' || status === 'UNLISTED' ? createdAt : null,
    isGiftCard: false,
    templateSuffix: null,
    seo: random.chance(0.2)
      ? { title: `${texts.title} | Shop`, description: null }
      : { title: null, description: null },
    category: random.chance(0.7) ? random.pick(CATEGORIES) : null,
    options: optionsOf(id, choices),
    variants: generateVariants(random, id, choices, {
      createdAt,
      updatedAt,
      media,
      currency: options.currency ?? 'EUR',
    }),
    media,
    collections: random.chance(0.8) ? [COLLECTIONS[number % COLLECTIONS.length] as ShopCollection] : [],
  };
}

/** An option and its values, before they have ids. */
export type Choice = { name: string; values: string[] };

const DEFAULT_CHOICE: Choice[] = [{ name: 'Title', values: ['Default Title'] }];

function pickChoices(random: Random, texts: { colours: string[]; sizes: string[] }, exactly?: number): Choice[] {
  if (exactly === 1 || (exactly === undefined && random.chance(0.4))) return DEFAULT_CHOICE;
  if (exactly !== undefined) {
    return [{ name: 'Size', values: Array.from({ length: exactly }, (_, at) => texts.sizes[at] ?? `Size ${at + 1}`) }];
  }
  const choices = [
    { name: 'Color', values: texts.colours },
    { name: 'Size', values: texts.sizes },
  ].filter(({ values }) => values.length > 0);
  return choices.length === 0 ? DEFAULT_CHOICE : choices;
}

export function optionsOf(productId: string, choices: Choice[]): ShopOption[] {
  return choices.map(({ name, values }, at) => ({
    id: `${productId.slice(1)}${at + 1}`,
    name,
    position: at + 1,
    optionValues: values.map((value, place) => ({ id: `${productId.slice(2)}${at + 1}${place}`, name: value })),
  }));
}

type VariantSurroundings = { createdAt: string; updatedAt: string; media: ShopMedia[]; currency: string };

/** One variant for each combination of the choices' values, in Shopify's order: the last option changes quickest. */
export function generateVariants(
  random: Random,
  productId: string,
  choices: Choice[],
  { createdAt, updatedAt, media, currency }: VariantSurroundings,
): ShopVariant[] {
  const decimals = WHOLE_CURRENCIES.has(currency) ? 0 : 2;
  const basePrice = random.int(300, 24_900);
  const tracked = random.chance(0.85);
  const inventoryPolicy = random.chance(0.15) ? 'CONTINUE' : 'DENY';
  const skuStem = `${productId.slice(-6)}`;
  const firstId = 43_000_000_000_000n + (BigInt(productId) - FIRST_ID) * 15n;

  return combinations(choices).map((selectedOptions, at): ShopVariant => {
    const id = String(firstId + BigInt(at));
    const price = basePrice + random.int(0, 3) * 500;
    const image = media[at % Math.max(1, media.length)];
    return {
      id,
      productId,
      title: selectedOptions.map(({ value }) => value).join(' / '),
      sku: random.chance(0.05) ? null : `SKU-${skuStem}-${at + 1}`,
      barcode: random.chance(0.3) ? String(4_000_000_000_000 + random.int(0, 999_999_999)) : null,
      position: at + 1,
      price: (price / 100).toFixed(decimals),
      compareAtPrice: random.chance(0.2) ? ((price * 1.25) / 100).toFixed(decimals) : null,
      taxable: true,
      inventoryPolicy,
      inventoryQuantity: random.chance(0.05) ? -random.int(1, 12) : random.chance(0.1) ? 0 : random.int(1, 400),
      selectedOptions,
      mediaIds: image && random.chance(0.5) ? [image.id] : [],
      createdAt,
      updatedAt,
      inventoryItem: {
        id: String(firstId + 2_000_000_000_000n + BigInt(at)),
        tracked,
        requiresShipping: true,
        unitCost: random.chance(0.5) ? (price / 240).toFixed(decimals) : null,
        weight: random.chance(0.9) ? { value: random.int(5, 2500) / 10, unit: 'GRAMS' } : null,
        countryCodeOfOrigin: random.chance(0.3) ? random.pick(['DE', 'PT', 'JP']) : null,
        harmonizedSystemCode: null,
      },
    };
  });
}

function combinations(choices: Choice[]): { name: string; value: string }[][] {
  return choices.reduce<{ name: string; value: string }[][]>(
    (rows, { name, values }) => rows.flatMap((row) => values.map((value) => [...row, { name, value }])),
    [[]],
  );
}

function generateMedia(random: Random, productId: string, domain: string, title: string): ShopMedia[] {
  return Array.from({ length: random.chance(0.08) ? 0 : random.int(1, 5) }, (_, at): ShopMedia => {
    const mediaContentType = at === 0 || random.chance(0.9) ? 'IMAGE' : random.chance(0.5) ? 'VIDEO' : 'EXTERNAL_VIDEO';
    const status = random.chance(0.01) ? 'PROCESSING' : 'READY';
    const id = `3${productId.slice(1)}${at}`;
    return {
      id,
      mediaContentType,
      status,
      alt: random.chance(0.4) ? `${title}, view ${at + 1}` : null,
      imageUrl: status === 'READY' ? `https://cdn.shopify.example/s/files/1/${domain}/products/${id}.jpg?v=1` : null,
      width: 1200,
      height: random.pick([900, 1200, 1600]),
    };
  });
}

function pickStatus(random: Random): ShopProduct['status'] {
  if (random.chance(0.88)) return 'ACTIVE';
  return random.pick(['DRAFT', 'DRAFT', 'ARCHIVED', 'ARCHIVED', 'UNLISTED'] as const);
}

const CATEGORIES = [
  { id: 'aa-1-13-8', name: 'T-Shirts', fullName: 'Apparel & Accessories > Clothing > Clothing Tops > T-Shirts' },
  { id: 'aa-8-3', name: 'Boots', fullName: 'Apparel & Accessories > Shoes > Boots' },
  { id: 'hg-3-44', name: 'Lamps', fullName: 'Home & Garden > Decor > Lamps' },
  { id: 'sg-4-17', name: 'Cycling', fullName: 'Sporting Goods > Outdoor Recreation > Cycling' },
];

const COLLECTIONS: ShopCollection[] = ['Home page', 'New arrivals', 'Sale', 'Gifts under 50', 'Back to school'].map(
  (title, at) => ({
    id: String(436_120_000_000 + at * 977),
    title,
    handle: title.toLowerCase().replaceAll(' ', '-'),
    updatedAt: '2025-11-03T10:00:00Z',
  }),
);

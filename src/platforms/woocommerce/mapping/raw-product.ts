import { isSafeNumber, LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { parseDecimal } from '../../mapping/decimal';
import { LEFT_OUT, type StandIns } from '../../mapping/read-shape';
import { plainText } from './plain-text';
import { isNone, listOf, withOwnShapes } from './plugin-shapes';

type Scalar = string | number | LosslessNumber;

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || value instanceof LosslessNumber;
}

/** Numbers as the text that was sent, exact however long (I6, I11). One check: a union of three costs three times as much. */
const id = z
  .custom<Scalar>(isScalar, 'is no id')
  .transform(String)
  .refine((text) => /^\d{1,40}$/.test(text), 'is no id');

const optional = z
  .custom<Scalar | null>((value) => value === null || isScalar(value), 'is no text or number')
  .optional();

/** Absent and null are empty: plugins and old versions leave out what they do not know. */
const text = optional.transform((value) => String(value ?? ''));

/** The name of a term, or of an attribute, which are plain text that WordPress escapes. */
const name = text.transform(plainText);

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** Text that is read further, null for what stands for none. */
const meaning = (none: RegExp, read: (text: string) => string | null, problem: string) =>
  optional.transform((value, context) => {
    const sent = String(value ?? '');
    if (none.test(sent)) return null;
    const meant = read(sent);
    if (meant === null) context.addIssue({ code: 'custom', message: problem });
    return meant;
  });

const weight = meaning(/^\s*$/, parseDecimal, 'is no decimal');

/** Drafts may have none: WordPress sends zeros for it, or the day before the year 0. */
const date = meaning(/^$|^(0000|-0001)-/, instantOf, 'is no date');

/** Null where a plugin sends none, or one that is none: what it belongs to is kept. */
const termId = id.nullable().catch(null);
const position = optional
  .transform((value) => (value == null ? null : Number(value)))
  .pipe(z.int().nullable())
  .catch(null);

/**
 * A plugin's "" is no quantity, as null is. What is no number at all is told where it matters: see `stockOf`. PHP writes
 * a whole float as `10.0`: it is 10 whatever else stands in the answer, which may make all of its numbers exact ones.
 */
const quantity = z.unknown().transform((value) => {
  if (value instanceof LosslessNumber && isSafeNumber(value.value)) return String(Number(value.value));
  if (isScalar(value)) return String(value).trim() || null;
  return value === null || value === undefined || isNone(value) ? null : JSON.stringify(value);
});

const image = z.object({ src: text.refine((src) => src !== '', 'is empty'), alt: text });
const term = z.object({ id: termId, name });

/** What products and variations have in common. */
const sellable = {
  id,
  sku: text,
  price: text,
  regular_price: text,
  global_unique_id: text,
  status: z.string(),
  manage_stock: z.union([z.boolean(), z.literal('parent')]),
  stock_quantity: quantity,
  stock_status: z.string(),
  backorders: text,
  weight,
};

export const rawProduct = z.object({
  ...sellable,
  name: text,
  slug: text,
  permalink: text,
  type: z.string(),
  catalog_visibility: text,
  description: text,
  short_description: text,
  date_created_gmt: date,
  date_modified_gmt: date,
  categories: list(z.object({ id, name })),
  /** Since 9.6. */
  brands: list(term),
  tags: list(term),
  images: list(image),
  attributes: list(z.object({ id: termId, name, position, variation: z.boolean().catch(false), options: list(name) })),
  variations: list(id),
});

export const rawVariation = z.object({
  ...sellable,
  description: text,
  image: image.nullish().transform((value) => value ?? null),
  /** An "any" attribute is absent. */
  attributes: list(z.object({ name, option: name })),
});

const ofStock = { manage_stock: true, stock_quantity: true, stock_status: true, backorders: true } as const;
const ofPrices = { price: true, regular_price: true } as const;

/** What tells of a product's stock; its type, of whether it is sold itself. */
export const rawStock = rawProduct.pick({ id: true, type: true, status: true, ...ofStock, variations: true });
export const rawVariationStock = rawVariation.pick({ id: true, status: true, ...ofStock });

export const rawPrices = rawProduct.pick({ id: true, status: true, ...ofPrices, variations: true });
export const rawVariationPrices = rawVariation.pick({ id: true, ...ofPrices });

/** What is neither identity, nor price, nor stock: a product without it can still be sold. */
const SELLABLE_STAND_INS: StandIns = { global_unique_id: '', weight: '', description: '' };

export const PRODUCT_STAND_INS: StandIns = {
  ...SELLABLE_STAND_INS,
  slug: '',
  permalink: '',
  catalog_visibility: '',
  short_description: '',
  date_created_gmt: '',
  date_modified_gmt: '',
  categories: [],
  'categories[]': LEFT_OUT,
  brands: [],
  'brands[]': LEFT_OUT,
  tags: [],
  'tags[]': LEFT_OUT,
  images: [],
  'images[]': LEFT_OUT,
  'images[].alt': '',
  attributes: [],
  'attributes[]': LEFT_OUT,
};

/** Not its attributes: they tell one variation from another. */
export const VARIATION_STAND_INS: StandIns = { ...SELLABLE_STAND_INS, image: null, 'image.alt': '' };

export type RawProduct = z.infer<typeof rawProduct>;
export type RawVariation = z.infer<typeof rawVariation>;
export type RawStock = z.infer<typeof rawStock>;
export type RawVariationStock = z.infer<typeof rawVariationStock>;
export type RawPrices = z.infer<typeof rawPrices>;
export type RawVariationPrices = z.infer<typeof rawVariationPrices>;

/** A row whose id can be read; the rest is looked at later, so that one broken product does not spoil its page (I7). */
export interface RawRow {
  id: string;
  raw: unknown;
}

/** 100 is the most that is asked for. A store with pages of its own size may send more, but not 50,000 rows. */
const MOST_ROWS = 1_000;

/** null for what is no list of rows with ids, and for more than a page may have. */
export function readRows(value: unknown): RawRow[] | null {
  const list = listOf(value);
  if (list === null || list.length > MOST_ROWS) return null;
  const rows = list.map((raw) => ({ id: idOf(raw), raw }));
  return rows.every(hasId) ? rows : null;
}

/** What to say of a value that `readRows` does not take. */
export function noRows(value: unknown, of: string): string {
  const list = listOf(value);
  if (list === null) return `is no list of ${of}: an object came`;
  if (list.length > MOST_ROWS) return `is no page of ${of}: ${list.length} came, ${MOST_ROWS} are the most`;
  return `is no list of ${of}: it has entries without an id`;
}

export function idOf(raw: unknown): string | null {
  return withId.safeParse(raw).data?.id ?? null;
}

/** The product of a row of `/wc/v3/variations`. */
export function parentIdOf(raw: unknown): string | null {
  return withParent.safeParse(raw).data?.parent_id ?? null;
}

/** A product's status and type, null where they cannot be read. */
export function stateOf(raw: unknown): { status: string | null; type: string | null } {
  const state = withState.safeParse(raw).data;
  return { status: state?.status ?? null, type: state?.type ?? null };
}

const withState = z.object({ status: z.string().min(1), type: z.string() });

/** In the store's order; none for a row that has no such list, which then does not map. */
export function variationIdsOf(raw: unknown): string[] {
  const asSent = withVariations.safeParse(raw);
  return (asSent.success ? asSent : withVariations.safeParse(withOwnShapes(raw))).data?.variations ?? [];
}

const withVariations = z.object({ variations: list(id) });
const withId = z.object({ id });
const withParent = z.object({ parent_id: id });

function hasId(row: { id: string | null; raw: unknown }): row is RawRow {
  return row.id !== null;
}

const GMT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** RFC 3339 in UTC, or null for what is no date. GMT dates are sent without a zone. */
function instantOf(gmt: string): string | null {
  const [match, , , zone] = GMT.exec(gmt) ?? [];
  if (match === undefined) return null;
  const time = Date.parse(zone === undefined ? `${gmt}Z` : gmt);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

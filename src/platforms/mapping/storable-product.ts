import type { CanonicalProduct, Json } from '../../model/product';
import { cleanText, isStorableText } from './clean-text';
import { Unmappable } from './unmappable';

/**
 * What a product may have of each. One with more is set aside, never stored short: whoever reads 2,000 of 2,001 images
 * takes the last for removed. Shopify itself ends at 250 media, 250 tags and 2,048 variants.
 */
export const MOST_OF_A_PRODUCT = { images: 2_000, tags: 2_000, categories: 2_000, variants: 10_000 } as const;

/** Bytes. A text beyond is cut: the product can be sold without its end. */
const LONGEST_TEXT = { title: 4 * 1024, description: 512 * 1024 } as const;

/** Characters of all its texts: 10,000 variants with 700 each are within. */
const MOST_CHARACTERS = 8_000_000;

/**
 * A product as it may be stored: within the limits, every text clean, names of attributes too. `metadata.cleaned` and
 * `metadata.truncated` tell that something was changed.
 *
 * @throws Unmappable (`out_of_range`) for one with more than a product may have
 */
export function storableProduct(product: CanonicalProduct): CanonicalProduct {
  assertFewEnough(product);
  const fitting = withShortTexts(product);
  const { characters, areStorable } = textsOf(fitting);
  if (characters > MOST_CHARACTERS) {
    throw new Unmappable(
      'out_of_range',
      '',
      `${characters} characters are more than the ${MOST_CHARACTERS} of a product`,
    );
  }
  if (areStorable) return fitting;
  const cleaned = cleanValue(fitting);
  return { ...cleaned, metadata: { ...cleaned.metadata, cleaned: true } };
}

/**
 * A part of a product as it is stored within the whole of it.
 *
 * @throws Unmappable (`out_of_range`) for one with more than a product may have
 */
export function storablePart<Part extends Partial<Listings>>(part: Part): Part {
  assertFewEnough(part);
  return textsOf(part).areStorable ? part : cleanValue(part);
}

type Listings = Record<keyof typeof MOST_OF_A_PRODUCT, readonly unknown[]>;

function assertFewEnough(product: Partial<Listings>): void {
  for (const [list, most] of Object.entries(MOST_OF_A_PRODUCT)) {
    const { length } = product[list as keyof Listings] ?? [];
    if (length > most) throw new Unmappable('out_of_range', list, `${length} are more than the ${most} of a product`);
  }
}

function withShortTexts(product: CanonicalProduct): CanonicalProduct {
  const notes: Json[] = [];
  const shortened = (text: string, most: number, path: string) => {
    // Three bytes are the most that a character of JavaScript takes in UTF-8.
    const bytes = text.length * 3 <= most ? text.length : Buffer.byteLength(text);
    if (bytes <= most) return text;
    notes.push({ path, message: `${bytes} bytes are more than ${most}: the rest was left out` });
    return firstBytes(text, most);
  };
  const fitting = {
    title: shortened(product.title, LONGEST_TEXT.title, 'title'),
    description: shortened(product.description, LONGEST_TEXT.description, 'description'),
  };
  if (notes.length === 0) return product;
  const { metadata } = product;
  const before = Array.isArray(metadata.notes) ? metadata.notes : [];
  return {
    ...product,
    ...fitting,
    metadata: { ...metadata, truncated: true, notes: [...before, ...notes] },
    // Of a product with one variant, and of variants without options, it is the product's.
    variants: product.variants.map((variant) => ({ ...variant, title: firstBytes(variant.title, LONGEST_TEXT.title) })),
  };
}

/** Whole characters: one that would be cut in two is left out. */
function firstBytes(text: string, most: number): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, most), { stream: true });
}

/** One walk for both questions: it is done for every product. */
function textsOf(product: object): { characters: number; areStorable: boolean } {
  let characters = 0;
  let areStorable = true;

  function look(value: unknown): void {
    if (typeof value === 'string') {
      characters += value.length;
      areStorable &&= isStorableText(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        areStorable &&= isStorableText(key);
        look(inner);
      }
    }
  }

  look(product);
  return { characters, areStorable };
}

/** `Object.fromEntries` keeps a name like `__proto__`, which an assignment would lose. */
function cleanValue<T>(value: T): T;
function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value).text;
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key).text, cleanValue(inner)]));
}

import { LosslessNumber } from 'lossless-json';

/** PHP writes a list whose keys have a hole as an object: its values, in their order. null for what is no list. */
export function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return null;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : null;
}

/**
 * A product or variation in the shape in which WooCommerce itself answers it, where plugins give another one whose
 * meaning is not in doubt. What is in doubt stays as it is, for the mapper to refuse.
 */
export function withOwnShapes(raw: unknown): unknown {
  if (!isFields(raw)) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([field, value]) => [
      field,
      Object.hasOwn(OWN_SHAPES, field) ? OWN_SHAPES[field]?.(value) : value,
    ]),
  );
}

/** A point of sale puts whole variations where their ids belong. */
const OWN_SHAPES: Record<string, (value: unknown) => unknown> = {
  variations: (value) => list(value, idWithin),
  categories: (value) => list(value),
  tags: (value) => list(value),
  brands: (value) => list(value),
  images: (value) => list(value),
  image: (value) => (isNone(value) ? null : value),
  attributes: (value) => list(value, withListedOptions),
  manage_stock: flag,
  backorders: (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : value),
  sku: (value) => (value === false ? '' : value),
};

function list(value: unknown, item: (value: unknown) => unknown = (same) => same): unknown {
  return isNone(value) ? [] : (listOf(value)?.map(item) ?? value);
}

function idWithin(value: unknown): unknown {
  return isFields(value) && 'id' in value ? value.id : value;
}

function withListedOptions(attribute: unknown): unknown {
  return isFields(attribute) && 'options' in attribute ? { ...attribute, options: list(attribute.options) } : attribute;
}

/** PHP's own words for true and false as text, and WooCommerce's in its database. */
function flag(value: unknown): unknown {
  if (value === '' || value === 0 || value === '0' || value === 'no' || value === 'false') return false;
  return value === 1 || value === '1' || value === 'yes' || value === 'true' ? true : value;
}

/** What PHP has for nothing. Absent and null are known to the mapper. */
export function isNone(value: unknown): boolean {
  if (value === '' || value === false) return true;
  return typeof value === 'object' && value !== null && !(value instanceof LosslessNumber) && isEmpty(value);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber);
}

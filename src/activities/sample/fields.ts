import type { Difference } from '../../model/difference';

/**
 * The fields of a product that differ, each once. A variant's is named without the variant: `variants[12].price` is
 * `variants.price`, and a variant that came or went `variants`.
 */
export function fieldsOf({ kind, fields }: Pick<Difference, 'kind' | 'fields'>): string[] {
  const names = fields.map(({ field }) => (field.startsWith('variants[') ? ofVariant(field) : field));
  return [...new Set(kind === 'deactivated' ? ['is_active', ...names] : names)].sort();
}

const ofVariant = (field: string): string => `variants${field.slice(field.lastIndexOf(']') + 1)}`;

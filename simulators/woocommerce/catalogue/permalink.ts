import type { ItemFields, RawProduct } from './raw';

/** Drafts have no slug until they are published. */
export function slugOf(fields: ItemFields): string {
  if (fields.status === 'draft' || fields.status === 'pending') return '';
  const words = String(fields.name ?? 'product')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['product'];
  return [...words, String(fields.id)].join('-');
}

export function permalink(homeUrl: string, { slug, status, id }: RawProduct): string {
  const isPublic = status === 'publish' || status === 'private';
  return isPublic && slug !== '' ? `${homeUrl}/product/${slug}/` : `${homeUrl}/?post_type=product&p=${id}`;
}

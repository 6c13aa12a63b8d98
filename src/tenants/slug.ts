import { withoutTrailing } from '../process/without-trailing';

/** Lower-case letters, digits and single hyphens between them. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const SLUG_MAX_LENGTH = 63;

/** `Café Mül & Söhne` to `cafe-mul-sohne`; a name without a Latin letter or digit to `tenant`. */
export function slugOfName(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return trimmed(slug) || 'tenant';
}

/** The slug itself, or the first of `-2`, `-3` … that is free. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  let free = slug;
  for (let number = 2; taken.has(free); number += 1) {
    const suffix = `-${number}`;
    free = trimmed(slug, SLUG_MAX_LENGTH - suffix.length) + suffix;
  }
  return free;
}

function trimmed(slug: string, length = SLUG_MAX_LENGTH): string {
  return withoutTrailing(slug.replace(/^-+/, '').slice(0, length), '-');
}

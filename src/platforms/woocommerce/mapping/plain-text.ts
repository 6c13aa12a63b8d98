import { decode } from 'html-entities';

/**
 * A term's name as its merchant typed it. WordPress keeps names of categories, tags, brands and attributes escaped and
 * answers them so: `Kitchen &amp; Home`. Decoded once: what was typed as `&amp;` comes as `&amp;amp;`. Only entities
 * that end in a semicolon are any: `AT&T` and `R&D` stay.
 */
export function plainText(escaped: string): string {
  return escaped.includes('&') ? decode(escaped, { level: 'html5', scope: 'strict' }) : escaped;
}

/** A date as WooCommerce writes it: whole seconds, no zone. */
export function gmtStamp(date: Date): string {
  return date.toISOString().slice(0, 19);
}

// WordPress takes only this form; "2026-03-10" and epoch numbers are refused.
const ACCEPTED = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::\d{2})?)?$/;

export function isFilterDate(text: string): boolean {
  return ACCEPTED.test(text) && !Number.isNaN(Date.parse(withZone(text)));
}

/**
 * The stamp a date filter compares with: a date with a zone is moved to the shop's clock EVEN when dates_are_gmt
 * makes WordPress compare it with the GMT column, so "…Z" with dates_are_gmt=true cuts off late by what the site's zone
 * is ahead of UTC.
 */
export function filterStamp(text: string, local: (gmt: string) => string): string {
  const gmt = gmtStamp(new Date(Date.parse(withZone(text))));
  return hasZone(text) ? local(gmt) : gmt;
}

function hasZone(text: string): boolean {
  return /(?:Z|[+-]\d{2}(?::\d{2})?)$/.test(text.slice(11));
}

function withZone(text: string): string {
  const iso = text.replace(/^(.{10})[t ]/, '$1T');
  return hasZone(iso) ? iso.replace(/([+-]\d{2})$/, '$1:00') : `${iso}Z`;
}

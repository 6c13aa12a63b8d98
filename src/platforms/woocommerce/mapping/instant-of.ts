const GMT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** RFC 3339 in UTC, or null for what is no date. GMT dates are sent without a zone. */
export function instantOf(gmt: string): string | null {
  const [match, , , zone] = GMT.exec(gmt) ?? [];
  if (match === undefined) return null;
  const time = Date.parse(zone === undefined ? `${gmt}Z` : gmt);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A piece of a list by keyset: rows that come or go between two pages shift nothing. */
export interface PageRequest {
  limit: number;
  /** Sort key of the last item of the page before; null for the first page. */
  after: readonly string[] | null;
}

export interface Page<Item> {
  items: Item[];
  /** Sort key to go on after; null when the list ends here. */
  next: string[] | null;
}

/** A page that holds so much ends there, whatever its limit: texts and JSON as they are stored, before the answer is made. */
export const PAGE_BYTES = 4_000_000;

/** The first of the rows, as many as a page holds: one at least, and the one that fills it. */
export function fillPage<Row extends { bytes: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  return rows.filter((row) => {
    const hasRoom = bytes < PAGE_BYTES;
    bytes += row.bytes;
    return hasRoom;
  });
}

export const isFull = (rows: readonly { bytes: number }[]): boolean =>
  rows.reduce((sum, { bytes }) => sum + bytes, 0) >= PAGE_BYTES;

/**
 * A page of rows within its limit, which ends where it is full. `found` counts those beyond the limit too; what lies behind
 * a full page the database may have left out.
 */
export function pageOfBytes<Row extends { bytes: number }, Item>(
  rows: readonly Row[],
  found: number,
  keyOf: (row: Row) => string[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = fillPage(rows);
  const last = shown.at(-1);
  const hasMore = last !== undefined && (shown.length < found || isFull(shown));
  return { items: shown.map(itemOf), next: hasMore ? keyOf(last) : null };
}

/** Cuts off the one row that was read beyond the limit: it only says that there is more. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

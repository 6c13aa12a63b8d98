import { isProblem, type StoreProblem } from '../../problem';
import { noRows, readRows } from '../mapping/raw-product';
import type { WooClient } from '../requests/client';
import { type ListingQuery, PRODUCTS, smallestOf } from '../requests/listing-request';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';

/** A product may come or go between two questions: the same row twice over is no accident. */
const LOOKS = 2;

/**
 * What is wrong when a store answers `offset` as if it had not been asked for; null when it obeys. One row from there and
 * one from the beginning are asked for: on a listing that can be walked they differ.
 */
export async function offsetProblem(
  client: WooClient,
  listing: ListingQuery,
  offset: number,
  signal: AbortSignal,
): Promise<StoreProblem | null> {
  for (let look = 1; ; look++) {
    const there = await oneRow(client, { ...listing, offset: String(offset) }, signal);
    const start = isProblem(there) ? there : await oneRow(client, listing, signal);
    // PHP dies of a product there, which proves nothing.
    if (isProblem(start)) return mayBeOfOneProduct(start) ? null : start;
    if (isProblem(there) || there.id === null || there.id !== start.id) return null;
    if (look === LOOKS) return ignored(start);
  }
}

interface OneRow {
  kind: 'row';
  id: string | null;
  /** How many came. */
  rows: number;
  total: number | null;
  address: string;
}

async function oneRow(client: WooClient, from: ListingQuery, signal: AbortSignal): Promise<OneRow | StoreProblem> {
  const answer = asProblem(await client.get(PRODUCTS, smallestOf(from), signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable(noRows(answer.value, 'products'));
  const { total, address } = answer;
  return { kind: 'row', id: rows[0]?.id ?? null, rows: rows.length, total, address };
}

function ignored({ rows, total, address }: OneRow): StoreProblem {
  const detail =
    rows > 1
      ? `${address} answers the same ${rows} of ${total ?? 'its'} products to every request: the query does not reach ` +
        'WordPress. Let the web server pass it on (nginx: try_files $uri $uri/ /index.php?$args), then connect or sync again'
      : `${address} answers the same products whatever the offset: a plugin or a cache in front of WordPress ignores the ` +
        'parameter. Leave /wp-json/wc/v3/ out of it, then connect or sync again';
  return { kind: 'unreadable', status: 200, detail, cause: 'parameters_ignored' };
}

import type { StoredCatalogue } from '../contestants/contestant';
import { WHOLE_ROWS } from '../contestants/our-rows';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';

/** What a contestant stored, to be compared before any time counts. */
export interface Fingerprint {
  products: number;
  variants: number;
  /** Over the ids and titles of products, and ids, SKUs and exact prices of variants. */
  core: string;
  /** Over every column of the canonical rows; null for peers, which have forms of their own. */
  whole: string | null;
}

export async function fingerprint(servers: Servers, stored: StoredCatalogue): Promise<Fingerprint> {
  // Ids may be numbers, prices floating point or text: both are compared by value.
  const [core] = await asAdmin<Omit<Fingerprint, 'whole'>>(
    servers,
    stored.database,
    `with p as (select external_id::text as id, title from (${stored.products}) p),
          v as (select product_id::text as product, external_id::text as id, coalesce(sku, '') as sku,
                       coalesce(trim_scale(nullif(price::text, '')::numeric)::text, '') as price
                  from (${stored.variants}) v)
     select (select count(*)::int from p) as products, (select count(*)::int from v) as variants,
            md5(coalesce((select string_agg(md5(p::text), '' order by p.id collate "C") from p), '')
             || coalesce((select string_agg(md5(v::text), '' order by v.id collate "C") from v), '')) as core`,
  );
  if (!core) throw new Error(`no fingerprint of ${stored.database}`);
  return { ...core, whole: stored.whole ? await wholeChecksum(servers, stored.database) : null };
}

async function wholeChecksum(servers: Servers, database: string): Promise<string> {
  const [row] = await asAdmin<{ whole: string }>(
    servers,
    database,
    `select md5(string_agg(md5(whole), '' order by external_id collate "C")) as whole from (${WHOLE_ROWS}) p`,
  );
  return row?.whole ?? '';
}

/** Why two fingerprints are not of the same catalogue; null when they are. */
export function difference(one: Fingerprint, other: Fingerprint): string | null {
  if (one.products !== other.products) return `${other.products} products where ${one.products} were expected`;
  if (one.variants !== other.variants) return `${other.variants} variants where ${one.variants} were expected`;
  if (one.core !== other.core) return 'other ids, titles, SKUs or prices';
  if (one.whole !== null && other.whole !== null && one.whole !== other.whole) return 'other values in some column';
  return null;
}

/** The first product that two catalogues of our form hold differently, with the place: for the message alone. */
export async function firstDifference(servers: Servers, one: string, other: string): Promise<string> {
  const rows = (database: string) =>
    asAdmin<{ external_id: string; whole: string }>(servers, database, `${WHOLE_ROWS} order by p.external_id`);
  const [left, right] = await Promise.all([rows(one), rows(other)]);
  const found = left.find(({ whole }, at) => whole !== right[at]?.whole);
  if (!found) return '';
  const there = right.find(({ external_id }) => external_id === found.external_id)?.whole ?? '';
  const at = [...found.whole].findIndex((letter, place) => letter !== there[place]);
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `product ${found.external_id}: “${around(found.whole)}” and “${around(there)}”`;
}

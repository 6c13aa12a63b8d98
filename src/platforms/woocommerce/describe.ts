import { z } from 'zod';
import { BODY_LIMITS } from '../http/send-to-store';
import type { StoreProblem } from '../problem';
import { NAME_LENGTH, type StoreFacts } from '../store-platform';
import type { WooCommerceCredentials } from './credentials';
import { offsetProblem } from './listing/offset-problem';
import { listOf } from './mapping/plugin-shapes';
import type { WooAnswer, WooClient } from './requests/client';
import { LISTING, smallestListing } from './requests/listing-request';
import { storeAddress } from './requests/store-address';
import { asProblem } from './requests/woo-error';

const currencyShape = z.object({ code: z.string() });
const rootShape = z.object({ name: z.string().catch(''), home: z.url().max(2_048) });

const FACTS = BODY_LIMITS.facts;

/** Currency, total, name and identity: a small request, and two more at once when the store answers that one. */
export async function describe(
  client: WooClient,
  credentials: WooCommerceCredentials,
  signal: AbortSignal,
): Promise<StoreFacts | StoreProblem> {
  // Settable at any time, so it is read each run; 260 bytes, where the settings are 104 kB and need a greater right.
  const current = asProblem(await client.get('wc/v3/data/currencies/current', {}, signal, FACTS));
  if (current.kind !== 'json') return current;
  const code = currencyShape.safeParse(current.value).data?.code ?? '';
  if (!/^[A-Z]{3}$/.test(code)) return current.unreadable(notACurrency(current.quote(code, 40)));

  const [counted, root] = await Promise.all([smallestListing(client, signal).then(asProblem), rootOf(client, signal)]);
  if (counted.kind !== 'json') return counted;
  if (counted.total === null) return withoutTotal(counted);
  // More than the one row that was asked for: then perhaps nothing of the query was heard.
  const problem = (listOf(counted.value)?.length ?? 0) > 1 ? await offsetProblem(client, LISTING, 1, signal) : null;
  if (problem !== null) return problem;

  const address = storeAddress(credentials.store_url);
  return {
    kind: 'facts',
    name: root?.name || null,
    currency: code,
    productCount: counted.total,
    variantCount: null,
    identity: withoutScheme(root?.home ?? address),
    storeTime: current.date ?? new Date().toISOString(),
    abilities: {
      authentication: credentials.authentication ?? 'basic',
      variations_endpoint: credentials.variations_endpoint ?? false,
    },
  };
}

function withoutTotal({ printedEarly, address, unreadable }: WooAnswer): StoreProblem {
  if (printedEarly === null) return unreadable('has no X-WP-Total header; a proxy in front of the shop removes it');
  const detail =
    `the answer of ${address} (200) has no X-WP-Total header: PHP printed something before WordPress could send its ` +
    `headers ("${printedEarly}"). Set WP_DEBUG_DISPLAY to false in wp-config.php, or mend what prints it`;
  return { kind: 'unreadable', status: 200, detail };
}

/** Plugins add currencies of their own, `USDT` or `points`: nobody who reads the catalogue could tell what they are. */
function notACurrency(code: string): string {
  if (code === '') return 'names no currency';
  const shown = JSON.stringify(code);
  return `names the currency ${shown}, which is no ISO 4217 code such as "EUR": choose one in WooCommerce under Settings, General`;
}

/** What the shop calls its own address; null where it does not say. */
export async function homeOf(client: WooClient, signal: AbortSignal): Promise<string | null> {
  return (await rootOf(client, signal))?.home ?? null;
}

/**
 * The open description of the site; without `_fields` it is 1.2 MB. Some shops hide it: then the address stands in for
 * `home`, which is nearly always the same.
 */
async function rootOf(client: WooClient, signal: AbortSignal): Promise<z.infer<typeof rootShape> | undefined> {
  const answer = await client.getOpen('', { _fields: 'name,home' }, signal, FACTS);
  if (answer.kind !== 'json') return undefined;
  const root = rootShape.safeParse(answer.value).data;
  return root && { ...root, name: answer.quote(root.name, NAME_LENGTH) };
}

/** Behind a TLS proxy `home` may say http where the address says https. */
function withoutScheme(url: string): string {
  return storeAddress(url).replace(/^https?:\/\//, '');
}

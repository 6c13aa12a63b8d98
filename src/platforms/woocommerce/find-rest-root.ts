import { withoutTrailing } from '../../process/without-trailing';
import { BODY_LIMITS, sendToStore } from '../http/send-to-store';
import { addressForPeople, type StoreAnswer } from '../http/store-answer';
import type { StoreTraffic } from '../http/traffic';
import type { StoreProblem } from '../problem';
import type { StoreSurroundings } from '../store-platform';
import type { WooCommerceCredentials } from './credentials';
import { secretsOf } from './requests/client';
import { storeAddress } from './requests/store-address';

/** A relation of WordPress itself: each of its pages tells with it where the REST API is, those that it lacks too. */
const RELATION = /\brel=["']?https:\/\/api\.w\.org\//i;

const LINK_ELEMENT = /<link\b[^<>]*>/gi;

/**
 * Where the shop itself says that its REST API is: its path below the origin of its address, with `?rest_route=` for
 * plain permalinks. null when it says nothing, or that it is where it always is; a problem when it is nowhere below
 * that address, which then is not the shop's.
 */
export async function findRestRoot(
  credentials: WooCommerceCredentials,
  surroundings: StoreSurroundings,
  { signal, traffic }: { signal: AbortSignal; traffic?: StoreTraffic | undefined },
): Promise<{ kind: 'root'; root: string } | StoreProblem | null> {
  const address = storeAddress(credentials.store_url);
  const url = new URL(`${address}/`);
  const answer = await sendToStore(
    {
      platform: 'woocommerce',
      method: 'GET',
      url,
      headers: { accept: 'text/html' },
      mostBytes: BODY_LIMITS.page,
      signal,
      traffic,
      secrets: secretsOf(credentials),
    },
    surroundings,
  );
  const told = answer.kind === 'answer' ? toldRoot(answer) : null;
  if (answer.kind !== 'answer' || told === null) return null;

  const root = rootPath(told);
  if (told.host !== url.host || !root.startsWith(url.pathname)) return isElsewhere(address, told, answer);
  return root === `${url.pathname}wp-json` ? null : { kind: 'root', root };
}

function toldRoot({ header, text, address }: StoreAnswer): URL | null {
  const target = inHeader(header('link') ?? '') ?? inPage(text);
  if (target === undefined || !URL.canParse(target, address)) return null;
  const url = new URL(target, address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

function inHeader(links: string): string | undefined {
  const link = links.split(',').find((each) => RELATION.test(each)) ?? '';
  return /^\s*<([^<>]+)>/.exec(link)?.[1];
}

/** The same in a page's head: caches keep pages, and not always their headers. */
function inPage(text: string): string | undefined {
  const element = text.match(LINK_ELEMENT)?.find((each) => RELATION.test(each)) ?? '';
  return /\bhref=["']([^"']+)["']/i.exec(element)?.[1]?.replace(/&(?:amp|#0*38);/g, '&');
}

function rootPath({ pathname, searchParams }: URL): string {
  return searchParams.has('rest_route') ? `${pathname}?rest_route=/` : withoutTrailing(pathname, '/');
}

function isElsewhere(address: string, told: URL, { quote }: StoreAnswer): StoreProblem {
  const path = withoutTrailing(told.pathname, '/').replace(/(?:\/index\.php)?(?:\/[^/]*)?$/, '');
  const detail =
    `there is no WordPress REST API at ${address}: the shop there says that it is at ${quote(addressForPeople(told))}; ` +
    `connect the store with ${quote(told.origin + path)}`;
  return { kind: 'not_found', detail };
}

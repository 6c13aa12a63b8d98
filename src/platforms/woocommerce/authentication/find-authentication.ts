import { withoutTrailing } from '../../../process/without-trailing';
import type { StoreProblem } from '../../problem';
import type { Authentication, WooCommerceCredentials } from '../credentials';
import { listOf } from '../mapping/plugin-shapes';
import type { WooAnswer } from '../requests/client';
import type { WooError } from '../requests/woo-error';
import { noApi, noWordPress, wordOf } from './other-answers';
import { isRefusal, isSigned, type TurnedAway, whyTurnedAway } from './turned-away';

/**
 * In the order in which they are tried. Over TLS the header is best: a query stands in access logs. Over plain http
 * everything that signs comes before what shows the secret.
 */
const LADDERS = {
  'https:': ['basic', 'query', 'oauth_signed_http', 'oauth'],
  'http:': ['oauth', 'oauth_signed_https', 'basic', 'query'],
} as const satisfies Record<string, readonly Authentication[]>;

/** Asks for the smallest listing in this way; `changes` are to the credentials that it asks with. */
export type Probe = (
  way: Authentication,
  changes?: Partial<WooCommerceCredentials>,
) => Promise<WooAnswer | WooError | StoreProblem>;

export type FoundAuthentication = { kind: 'found'; way: Authentication; changes?: Partial<WooCommerceCredentials> };

/** What the shop is asked beside, each once and only where its answers to the ladder leave it open. */
export interface OtherQuestions {
  /** The same again where the shop says that its REST API is, when it is not where it always is. */
  elsewhere(): Promise<FoundAuthentication | StoreProblem | null>;
  /** The address that it calls its own, and has signatures made for; null when it does not say. */
  home(): Promise<string | null>;
}

interface Ladder {
  address: string;
  probe: Probe;
  others?: OtherQuestions;
  /** The way that worked before is tried first. */
  kept?: Authentication | undefined;
}

const NO_OTHERS: OtherQuestions = { elsewhere: async () => null, home: async () => null };

/** The first way in which the store takes the key, or why none does. */
export async function findAuthentication({
  address,
  probe,
  others = NO_OTHERS,
  kept,
}: Ladder): Promise<FoundAuthentication | StoreProblem> {
  const turnedAway: TurnedAway[] = [];
  const ladder = LADDERS[address.startsWith('http:') ? 'http:' : 'https:'];

  for (const way of new Set(kept === undefined ? ladder : [kept, ...ladder])) {
    // WooCommerce has read the key and refused it: to show it the secret helps nothing, another signature might.
    if (turnedAway.some(({ error }) => isRefusal(error)) && !isSigned(way)) continue;

    const outcome = await probe(way);
    if (outcome.kind === 'json') return listOf(outcome.value) === null ? noApi(outcome) : { kind: 'found', way };
    if (isNotHere(outcome)) {
      const elsewhere = await others.elsewhere();
      if (elsewhere !== null) return elsewhere;
    }
    if (outcome.kind !== 'woo_error') return noWordPress(outcome, address);
    if (outcome.status !== 401) return wordOf(outcome, address);
    turnedAway.push({ way, error: outcome });
    if (isRefusal(outcome) && !isSigned(way)) break;
  }
  if (!turnedAway.some(({ way, error }) => isSigned(way) && isRefusal(error)))
    return whyTurnedAway(turnedAway, address, probe);

  const asHome = await signedAsHome(address, probe, others);
  return Array.isArray(asHome) ? whyTurnedAway([...asHome, ...turnedAway], address, probe) : asHome;
}

/**
 * A shop that was moved, or stands behind a proxy, has signatures made for what it calls its own address. Nothing is
 * asked of that address: it is signed, and sent to the one that was given.
 */
async function signedAsHome(
  address: string,
  probe: Probe,
  { home }: OtherQuestions,
): Promise<FoundAuthentication | TurnedAway[]> {
  const own = withoutTrailing((await home()) ?? '', '/');
  if (own === '' || withoutScheme(own) === withoutScheme(address)) return [];

  const turnedAway: TurnedAway[] = [];
  const changes = { signed_home: own };
  for (const way of ['oauth_signed_https', 'oauth_signed_http'] as const) {
    const outcome = await probe(way, changes);
    if (outcome.kind === 'json' && listOf(outcome.value) !== null) return { kind: 'found', way, changes };
    if (outcome.kind === 'woo_error' && outcome.status === 401) turnedAway.push({ way, changes, error: outcome });
  }
  return turnedAway;
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//i, '').toLowerCase();
}

/** What answers is not the REST API, or has no WooCommerce: it may have been moved, or be the one of another address. */
function isNotHere(outcome: WooError | StoreProblem): boolean {
  switch (outcome.kind) {
    case 'woo_error':
      return outcome.problem.kind === 'not_supported';
    case 'unavailable':
      return outcome.status !== null && NOT_HERE.includes(outcome.status);
    default:
      return outcome.kind === 'unreadable' && outcome.status === 200;
  }
}

/** Plugins that move the REST API answer its usual place with one of these. */
const NOT_HERE: readonly number[] = [403, 404, 406, 410];

import type { StoreProblem } from '../../problem';
import type { Authentication, WooCommerceCredentials } from '../credentials';
import type { WooError } from '../requests/woo-error';
import type { Probe } from './find-authentication';
import { rejected, said } from './other-answers';

/** WooCommerce refuses a signature whose time is further away than this from its own clock. */
const CLOCK_LIMIT_MS = 15 * 60_000;

/** Of nobody: what is said of them tells by comparison what was said of the real ones, in any language. */
const WRONG = { consumer_key: `ck_${'0'.repeat(40)}`, consumer_secret: `cs_${'0'.repeat(40)}` };

/** A way in which the key was answered 401. */
export interface TurnedAway {
  way: Authentication;
  changes?: Partial<WooCommerceCredentials>;
  error: WooError;
}

export function isSigned(way: Authentication): boolean {
  return way.startsWith('oauth');
}

/** Unlike `cannot_view`, which is also what a stranger gets, this is about the key. Messages are translated, codes not. */
export function isRefusal({ code }: WooError): boolean {
  return code === 'woocommerce_rest_authentication_error';
}

/** Why every way was turned away. */
export async function whyTurnedAway(
  turnedAway: readonly TurnedAway[],
  address: string,
  probe: Probe,
): Promise<StoreProblem> {
  const refusals = turnedAway.filter(({ error }) => isRefusal(error));
  const [first] = refusals;
  if (first !== undefined) return rejected(inWords(await causeOf(first, refusals, probe), address));

  const foreign = turnedAway.find(({ error }) => !error.code.startsWith('woocommerce_'))?.error;
  if (foreign !== undefined) {
    return {
      kind: 'not_supported',
      detail: `a plugin closes the REST API of ${address} to everybody who is not logged in (${said(foreign)}); allow /wp-json/wc/v3/`,
    };
  }
  return rejected(
    `${address} does not see the key: its web server or a security plugin removes both the Authorization header and ` +
      'the query of a request, or the consumer key is unknown there',
  );
}

type Cause = 'may_not_read' | 'late' | 'clock' | 'wrong_secret' | 'unknown_key' | 'untold';

interface Refused extends TurnedAway {
  cause: Cause;
}

/** WooCommerce's own English: it looks for the key first, then at the signature, its time, and what the key may do. */
const ENGLISH = [
  ['may_not_read', /permission/i],
  ['late', /timestamp/i],
  ['wrong_secret', /signature|consumer secret is invalid/i],
  ['unknown_key', /consumer key is invalid/i],
] as const;

/** Of several refusals, those of signatures for another scheme among them, the one that came furthest tells. */
async function causeOf(first: TurnedAway, refusals: readonly TurnedAway[], probe: Probe): Promise<Refused> {
  const { date } = first.error;
  if (isSigned(first.way) && date !== null && Math.abs(Date.parse(date) - Date.now()) > CLOCK_LIMIT_MS)
    return { ...first, cause: 'clock' };
  for (const [cause, words] of ENGLISH) {
    const told = refusals.find(({ error }) => words.test(error.message));
    if (told !== undefined) return { ...told, cause };
  }
  return causeByComparing(first, refusals, probe);
}

/** In another language: what is said of a secret, and of a key, that are wrong on purpose. */
async function causeByComparing(first: TurnedAway, refusals: readonly TurnedAway[], probe: Probe): Promise<Refused> {
  const { way, changes, error } = first;
  const ofSecret = await probe(way, { ...changes, consumer_secret: WRONG.consumer_secret });
  if (ofSecret.kind !== 'woo_error' || !isRefusal(ofSecret)) return { ...first, cause: 'untold' };
  const further = refusals.find((each) => each.error.message !== ofSecret.message);
  if (further !== undefined) return { ...further, cause: 'may_not_read' };
  // Unsigned, an unknown key is no refusal but a stranger's.
  const ofKey = isSigned(way) ? await probe(way, { ...changes, consumer_key: WRONG.consumer_key }) : null;
  const isUnknown = ofKey?.kind === 'woo_error' && ofKey.message === error.message;
  return { ...first, cause: isUnknown ? 'unknown_key' : 'wrong_secret' };
}

function inWords({ cause, way, changes, error }: Refused, address: string): string {
  const home = changes?.signed_home;
  const signedToo = home === undefined ? '' : `; signed for ${home} as well, which the shop calls its address`;
  switch (cause) {
    case 'clock':
      return `the clock of ${address} says ${error.date}, more than 15 minutes off: signatures are refused (${said(error)})`;
    case 'late':
      return `${address} refuses the time of the signature (${said(error)}); check both clocks`;
    case 'may_not_read':
      return `${address} knows the key, but it may not read (${said(error)}); make one with Read permission`;
    case 'unknown_key':
      return `${address} does not know this consumer key (${said(error)})`;
    case 'wrong_secret':
      return isSigned(way)
        ? `the consumer secret is not the one that ${address} has for this key (${said(error)})${signedToo}`
        : `${address} knows the consumer key and refuses it (${said(error)}); check the consumer secret`;
    case 'untold':
      return `${address} refuses the key (${said(error)}); check the consumer key, its secret and its Read permission`;
  }
}

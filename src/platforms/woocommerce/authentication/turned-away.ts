import type { StoreProblem } from '../../problem';
import type { Authentication } from '../credentials';
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
  const refusal = turnedAway.find(({ error }) => isRefusal(error));
  if (refusal !== undefined) return rejected(await whyRefused(refusal, address, probe));

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

/** WooCommerce says it in the shop's language: what is not English is told by what it says of a wrong secret and key. */
async function whyRefused({ way, error }: TurnedAway, address: string, probe: Probe): Promise<string> {
  const { message, date } = error;
  if (isSigned(way) && date !== null && Math.abs(Date.parse(date) - Date.now()) > CLOCK_LIMIT_MS)
    return `the clock of ${address} says ${date}, more than 15 minutes off: signatures are refused (${said(error)})`;
  if (isSigned(way) && /timestamp/i.test(message))
    return `${address} refuses the time of the signature (${said(error)}); check both clocks`;

  const cause = causeOf(message) ?? (await causeByComparing({ way, error }, probe));
  switch (cause) {
    case 'may_not_read':
      return `${address} knows the key, but it may not read (${said(error)}); make one with Read permission`;
    case 'unknown_key':
      return `${address} does not know this consumer key (${said(error)})`;
    case 'wrong_secret':
      return isSigned(way)
        ? `the consumer secret is not the one that ${address} has for this key (${said(error)})`
        : `${address} knows the consumer key and refuses it (${said(error)}); check the consumer secret`;
    case 'untold':
      return `${address} refuses the key (${said(error)}); check the consumer key, its secret and its Read permission`;
  }
}

type Cause = 'may_not_read' | 'unknown_key' | 'wrong_secret' | 'untold';

function causeOf(english: string): Cause | null {
  if (/permission/i.test(english)) return 'may_not_read';
  if (/consumer key is invalid/i.test(english)) return 'unknown_key';
  return /signature|consumer secret is invalid/i.test(english) ? 'wrong_secret' : null;
}

/** It looks for the key first, then at what proves the secret, then at what the key may do. */
async function causeByComparing({ way, error }: TurnedAway, probe: Probe): Promise<Cause> {
  const ofSecret = await probe(way, { consumer_secret: WRONG.consumer_secret });
  if (ofSecret.kind !== 'woo_error' || !isRefusal(ofSecret)) return 'untold';
  if (ofSecret.message !== error.message) return 'may_not_read';
  // Unsigned, an unknown key is no refusal but a stranger's.
  const ofKey = isSigned(way) ? await probe(way, { consumer_key: WRONG.consumer_key }) : null;
  return ofKey?.kind === 'woo_error' && ofKey.message === error.message ? 'unknown_key' : 'wrong_secret';
}

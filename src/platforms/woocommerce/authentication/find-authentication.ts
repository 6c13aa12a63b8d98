import type { StoreProblem } from '../../problem';
import type { Authentication } from '../credentials';
import { listOf } from '../mapping/plugin-shapes';
import type { WooAnswer } from '../requests/client';
import type { WooError } from '../requests/woo-error';

/**
 * In the order in which they are tried. Over TLS the header is best: a query stands in access logs. Over plain http
 * everything that signs comes before what shows the secret.
 */
const LADDERS = {
  'https:': ['basic', 'query', 'oauth_signed_http', 'oauth'],
  'http:': ['oauth', 'oauth_signed_https', 'basic', 'query'],
} as const satisfies Record<string, readonly Authentication[]>;

/** WooCommerce refuses a signature whose time is further away than this from its own clock. */
const CLOCK_LIMIT_MS = 15 * 60_000;

type Probe = (way: Authentication) => Promise<WooAnswer | WooError | StoreProblem>;

/** The first way in which the store takes the key, or why none does. */
export async function findAuthentication(
  address: string,
  probe: Probe,
): Promise<{ kind: 'found'; way: Authentication } | StoreProblem> {
  const turnedAway: TurnedAway[] = [];

  for (const way of LADDERS[address.startsWith('http:') ? 'http:' : 'https:']) {
    // WooCommerce has read the key and refused it: to show it the secret helps nothing, another signature might.
    if (turnedAway.some(({ error }) => isRefusal(error)) && !isSigned(way)) continue;

    const outcome = await probe(way);
    if (outcome.kind === 'json') return listOf(outcome.value) === null ? noApi(outcome) : { kind: 'found', way };
    if (outcome.kind !== 'woo_error') return explained(outcome, address);
    if (outcome.status !== 401) return wordOf(outcome, address);
    if (isRefusal(outcome) && !isSigned(way)) return refusedKey(outcome, address);
    turnedAway.push({ way, error: outcome });
  }
  return causeOf(turnedAway, address);
}

interface TurnedAway {
  way: Authentication;
  error: WooError;
}

function isSigned(way: Authentication): boolean {
  return way.startsWith('oauth');
}

/** Unlike `cannot_view`, which is also what a stranger gets, this is about the key. Messages are translated, codes not. */
function isRefusal({ code }: WooError): boolean {
  return code === 'woocommerce_rest_authentication_error';
}

/** Why every way was turned away. */
function causeOf(turnedAway: readonly TurnedAway[], address: string): StoreProblem {
  const refusal = turnedAway.map(({ error }) => error).find(isRefusal);
  if (refusal !== undefined) return refusedSignature(refusal, address);

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

function refusedKey(error: WooError, address: string): StoreProblem {
  if (/permission/i.test(error.message)) {
    return rejected(`${address} knows the key, but it may not read (${said(error)}); make one with Read permission`);
  }
  return rejected(`${address} knows the consumer key and refuses it (${said(error)}); check the consumer secret`);
}

/** OAuth alone tells an unknown key from a wrong secret. */
function refusedSignature(error: WooError, address: string): StoreProblem {
  if (error.date !== null && Math.abs(Date.parse(error.date) - Date.now()) > CLOCK_LIMIT_MS) {
    return rejected(
      `the clock of ${address} says ${error.date}, more than 15 minutes off: signatures are refused (${said(error)})`,
    );
  }
  if (/permission/i.test(error.message)) return refusedKey(error, address);
  if (/timestamp/i.test(error.message))
    return rejected(`${address} refuses the time of the signature (${said(error)}); check both clocks`);
  if (/signature/i.test(error.message))
    return rejected(`the consumer secret is not the one that ${address} has for this key (${said(error)})`);
  return rejected(`${address} does not know this consumer key (${said(error)})`);
}

/** WooCommerce's own answer, no 401. */
function wordOf(error: WooError, address: string): StoreProblem {
  if (error.problem.kind === 'not_supported') {
    return {
      kind: 'not_supported',
      detail: `${address} is a WordPress without WooCommerce's REST API v3: WooCommerce is not active there or older than 3.5 (${said(error)})`,
    };
  }
  if (error.status !== 403) return error.problem;
  return {
    kind: 'forbidden',
    detail: `the key's user may not see products at ${address} (${said(error)}); use a shop manager's`,
  };
}

/** What stands in front of WordPress, or is no WordPress at all. */
function explained(problem: StoreProblem, address: string): StoreProblem {
  switch (problem.kind) {
    case 'unavailable':
      if (problem.status === 401) return ownPassword(problem, address);
      if (problem.status !== 404 && problem.status !== 410) return problem;
      return {
        kind: 'not_found',
        detail: `there is no WordPress REST API at ${address}: check the address; with plain permalinks it is off (${problem.detail})`,
      };
    case 'unreadable':
      return {
        ...problem,
        detail: `${address} answers with something else than WooCommerce's REST API: ${problem.detail}`,
      };
    default:
      return problem;
  }
}

function ownPassword({ detail }: StoreProblem, address: string): StoreProblem {
  return rejected(`the web server of ${address} asks for a password of its own before WordPress does (${detail})`);
}

function noApi(answer: WooAnswer): StoreProblem {
  return answer.unreadable('is no list of products but an object: this is not the REST API of WooCommerce');
}

function rejected(detail: string): StoreProblem {
  return { kind: 'credentials_rejected', detail };
}

function said({ status, code, message }: WooError): string {
  return `${status} ${code}: "${message.slice(0, 120)}"`;
}

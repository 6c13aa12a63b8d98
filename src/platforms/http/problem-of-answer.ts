import { USER_AGENT } from '../../process/version';
import { LONGEST_WAIT_MS, type StoreProblem } from '../problem';
import { AddressRefused, refused } from './address-guard';
import type { StoreAnswer } from './store-answer';

/** For a limit that does not say how long it lasts (firewalls often leave `Retry-After` out). */
const UNTOLD_WAIT_MS = 5_000;

/**
 * What is wrong with an answer by its status, whoever gave it, or null for a 2xx. A refusal in a strange body (a proxy's
 * 404 in the middle of a deploy, a login form) says nothing final about the store: only the platform's own word does,
 * see `refusalByPlatform`.
 */
export function problemOfAnswer(answer: StoreAnswer): StoreProblem | null {
  const { status } = answer;
  const isOk = status >= 200 && status < 300;
  const said = isOk ? '' : `${answer.address} answered ${status}${excerpt(answer)}`;
  if (status === 429 || status === 430) return throttled(answer, said);
  if (status === 503 && answer.header('retry-after') !== null) return throttled(answer, said);
  if (isBotCheck(answer) || isFirewall(answer)) return { kind: 'unavailable', status, detail: firewallAdvice(answer) };
  if (isOk) return null;
  if (status === 408 || status >= 500 || REFUSALS[status] !== undefined) {
    return { kind: 'unavailable', status, detail: said };
  }
  return { kind: 'unreadable', status, detail: said };
}

const REFUSALS: Record<number, 'credentials_rejected' | 'frozen' | 'forbidden' | 'not_found'> = {
  401: 'credentials_rejected',
  402: 'frozen',
  403: 'forbidden',
  404: 'not_found',
  410: 'not_found',
  423: 'frozen',
};

/** What a status means that the platform itself answered, in its own JSON: a refusal that asking again cannot mend. */
export function refusalByPlatform(status: number, detail: string): StoreProblem | null {
  const kind = REFUSALS[status];
  return kind === undefined ? null : { kind, detail };
}

/** For a 2xx answer that is not what it should be: HTML, a cut-off body, JSON of another shape. */
export function unreadable(answer: StoreAnswer, what = 'is not readable as JSON'): StoreProblem {
  const detail = `the answer of ${answer.address} (${answer.status}) ${what}${excerpt(answer)}`;
  return { kind: 'unreadable', status: answer.status, detail };
}

/** Network errors by their code: what an operator needs is which side of the wire to look at. */
export function problemOfError(error: unknown, address: string): StoreProblem {
  const { code, cause } = codeOf(error);
  if (cause instanceof AddressRefused) return refused(cause.message);
  const known =
    CAUSES[code] ?? (code.includes('CERT') || code.includes('TLS') ? 'its TLS certificate is not valid' : null);
  return {
    kind: 'unavailable',
    status: null,
    detail: `${address} could not be reached: ${known ?? 'network error'} (${code})`,
  };
}

const CAUSES: Record<string, string> = {
  ENOTFOUND: 'its host name is not known to DNS',
  EAI_AGAIN: 'the DNS lookup failed for the moment',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not accept a connection in time',
  UND_ERR_SOCKET: 'it closed the connection in the middle of an answer',
  EPROTO: 'it does not speak TLS on this port',
  Z_BUF_ERROR: 'its answer was cut off',
  Z_DATA_ERROR: 'its compressed answer is damaged',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate authority is not known here (NODE_EXTRA_CA_CERTS)',
};

/** The code of an error or of what caused it; of several addresses tried, that of the first. */
export function codeOf(error: unknown): { code: string; cause: unknown } {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = causeOf(cause)) {
    if (cause instanceof AddressRefused) return { code: 'ADDRESS_REFUSED', cause };
    if ('code' in cause && typeof cause.code === 'string') return { code: cause.code, cause };
  }
  return { code: 'unknown', cause: error };
}

function causeOf(error: object): unknown {
  if ('errors' in error && Array.isArray(error.errors)) return error.errors[0];
  return 'cause' in error ? error.cause : null;
}

function throttled(answer: StoreAnswer, detail: string): StoreProblem {
  const asked = retryAfterMs(answer) ?? UNTOLD_WAIT_MS;
  const waitMs = Math.min(Math.max(asked, WAITS_MS.shortest), WAITS_MS.longest);
  return { kind: 'throttled', waitMs, detail };
}

/** A wait that ends at once would be asked for again and again. */
const WAITS_MS = { shortest: 1_000, longest: LONGEST_WAIT_MS };

/** `Retry-After` is seconds (Shopify sends `2.0`) or an HTTP date, which is measured by the store's own clock. */
function retryAfterMs(answer: StoreAnswer): number | null {
  const value = answer.header('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(value)) return Math.ceil(Number(value) * 1000);
  if (/^\d+$/.test(value)) return WAITS_MS.longest;

  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  return Math.max(0, until - (answer.date === null ? Date.now() : Date.parse(answer.date)));
}

/** Headers of what answers in the shop's place: Cloudflare's challenge, SiteGround's captcha, Imperva, Sucuri's block. */
const GUARDS = ['cf-mitigated', 'sg-captcha', 'x-sucuri-block'] as const;

/** A page for browsers, under a status that says nothing of a refusal: 202 with a captcha. */
function isBotCheck(answer: StoreAnswer): boolean {
  return GUARDS.some((name) => answer.header(name) !== null) || (answer.status === 202 && looksLikeHtml(answer));
}

/** A refusal in HTML is a firewall's in front of the shop: the platform answers in JSON. 406 is mod_security's. */
function isFirewall(answer: StoreAnswer): boolean {
  return (answer.status === 403 || answer.status === 406) && looksLikeHtml(answer);
}

function firewallAdvice(answer: StoreAnswer): string {
  const { address, status } = answer;
  return (
    `a firewall or bot check in front of ${address} answered ${status} with a web page; ask the host of the shop to ` +
    `allow-list the User-Agent "${USER_AGENT}" and the address of this service for ${new URL(address).pathname}`
  );
}

function looksLikeHtml(answer: StoreAnswer): boolean {
  return (
    /\bhtml\b/i.test(answer.header('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(answer.text.slice(0, 200))
  );
}

/**
 * Content type and first 80 characters: what tells a maintenance page from a login form. Of JSON only its length: it
 * may be broken off in a product, and messages stand in histories (I10).
 */
function excerpt(answer: StoreAnswer): string {
  const start = answer.quote(answer.text, 80);
  const type = answer.quote(answer.header('content-type') ?? 'no content type', 80);
  if (/^[[{]/.test(start)) return `: ${type}, ${answer.text.length} characters of JSON`;
  return start === '' ? `: empty, ${type}` : `: ${type}, "${start}"`;
}

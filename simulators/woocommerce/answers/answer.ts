import type { RawValue } from '../catalogue/raw';
import { writeJson } from './json';

/** One HTTP answer of a shop, before faults touch it. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const JSON_HEADERS = {
  'Content-Type': 'application/json; charset=UTF-8',
  'X-Robots-Tag': 'noindex',
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Expose-Headers': 'X-WP-Total, X-WP-TotalPages, Link',
  'Access-Control-Allow-Headers': 'Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type',
} as const;

/** WordPress forbids caching only to those who are signed in. */
export const SIGNED_IN_HEADERS = {
  Expires: 'Wed, 11 Jan 1984 05:00:00 GMT',
  'Cache-Control': 'no-cache, must-revalidate, max-age=0, no-store, private',
} as const;

/** A JSON answer whose body is written already. */
export function jsonAnswer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...JSON_HEADERS, ...headers }, body };
}

/** The error object every WordPress REST error is: code, message, data.status. */
export function restError(status: number, code: string, message: string, data: Record<string, RawValue> = {}): Answer {
  return jsonAnswer(status, writeJson({ code, message, data: { status, ...data } }));
}

export function noRoute(): Answer {
  return restError(404, 'rest_no_route', 'No route was found matching the URL and request method.');
}

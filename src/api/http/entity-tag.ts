import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Success } from './answer';

/**
 * A success with a tag that changes whenever its body does, so that whoever has it already sends the tag and gets 304. Of
 * one thing: hashing a page of products costs more than sending it. Weak, because one body is sent plain or packed.
 */
export function tagged(success: Success): Success {
  const hash = createHash('sha256').update(JSON.stringify(success.body)).digest('base64url').slice(0, 22);
  return { ...success, headers: { ...success.headers, ETag: `W/"${hash}"` } };
}

/**
 * Whether the request names this very body. Not by Express, for which `Cache-Control: no-cache` takes that back: `fetch`
 * sends it by itself beside a tag.
 */
export function isKnownBy({ method, headers: sent }: IncomingMessage, { headers = {} }: Success): boolean {
  const { ETag: tag } = headers;
  const known = sent['if-none-match'];
  if (tag === undefined || known === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  return known.split(',').some((each) => each.trim() === '*' || opaque(each.trim()) === opaque(tag));
}

const opaque = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);

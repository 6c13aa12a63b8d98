import type { NextFunction, Request, Response } from 'express';

/** Beside those that every script may read. */
const EXPOSED = 'ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
/** All that a request of ours may carry. */
const REQUEST_HEADERS = 'Content-Type, Idempotency-Key, If-None-Match, X-Operator-Key, X-Tenant-Api-Key, X-Tenant-Id';
/** For how long a browser asks no more: Chromium takes no longer one. */
const REMEMBERED_SECONDS = 7_200;

/**
 * Lets scripts of pages of these origins read what the API answers; without any, browsers keep to the same origin. Cookies
 * are never let through: who asks is said by headers, which no page of a stranger can make a browser send.
 */
export function shareWith(origins: readonly string[]) {
  const allowed = new Set(origins);
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    if (allowed.size > 0) response.vary('Origin');
    if (origin !== undefined && allowed.has(origin)) {
      response.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED });
      if (asksFirst(request)) {
        response.status(204).set(WHAT_MAY_COME).end();
        return;
      }
    }
    next();
  };
}

const WHAT_MAY_COME = {
  'Access-Control-Allow-Methods': METHODS,
  'Access-Control-Allow-Headers': REQUEST_HEADERS,
  'Access-Control-Max-Age': String(REMEMBERED_SECONDS),
};

const asksFirst = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

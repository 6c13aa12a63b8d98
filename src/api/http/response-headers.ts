import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/**
 * What browsers may do with our answers: nothing but show them. `/docs` needs its own scripts and styles. Requests are not
 * upgraded to https, which a local mode without TLS would not survive; behind TLS a browser stays with it for a year.
 */
export const restrictBrowsers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      connectSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
});

/** Rows of tenants stay in no cache on the way, and in no browser's. */
export function forbidCaching(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  next();
}

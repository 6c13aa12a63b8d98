import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const NOTHING = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** What browsers may do with our answers: nothing but show them. */
export const restrictBrowsers = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
  frameguard: { action: 'deny' },
  strictTransportSecurity: false,
});

/** `/docs` runs its own scripts and styles besides, and asks this API. */
export const allowOwnScripts = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    ...NOTHING,
    connectSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
  },
});

/** Behind TLS a browser stays with it for a year. Without, as in local mode, it must not be told so. */
export function stayWithTls(request: Request, response: Response, next: NextFunction): void {
  if (request.secure) response.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  next();
}

/** Rows of tenants stay in no cache on the way, and in no browser's. */
export function forbidCaching(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  next();
}

import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Caller } from './caller';

/** Gives the request its id and a logger that says it, and writes one line when it was answered. */
export function logRequest(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.locals.requestId = requestId;
    response.locals.log = log.child({ request_id: requestId });
    response.set('X-Request-Id', requestId);
    response.on('close', () => {
      const line = {
        request_id: requestId,
        ...callerOf(response.locals.caller),
        method: request.method,
        route: request.route?.path ?? null, // the pattern: ids stand in the tenant's own lines
        status: response.statusCode,
        duration_ms: Math.round(performance.now() - startedAt),
      };
      log[levelOf(response)](line, response.writableFinished ? 'answered' : 'the caller went away');
    });
    next();
  };
}

function callerOf(caller: Caller | undefined) {
  if (caller?.kind !== 'tenant') return { caller: caller?.kind ?? null };
  return { caller: 'tenant', tenant_id: caller.tenant.id, tenant_slug: caller.tenant.slug, key_id: caller.key.id };
}

/** Probes come every few seconds. */
function levelOf({ statusCode, req }: Response): 'error' | 'debug' | 'info' {
  if (statusCode === 500) return 'error';
  return req.path === '/healthz' || req.path === '/readyz' ? 'debug' : 'info';
}

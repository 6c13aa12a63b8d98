import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { observeRequest } from '../request-metrics';
import type { Known } from './caller';
import { clientAddress, findClientAddress } from './client-address';

/**
 * Gives the request its id and a logger that says it, and writes one line when it was answered. `locals.log` says who
 * asks too, as soon as that is known.
 */
export function logRequest(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.locals.requestId = requestId;
    response.locals.clientAddress = findClientAddress(request);
    response.locals.log = log.child({ request_id: requestId, client: clientAddress(request) });
    response.set('X-Request-Id', requestId);
    response.on('close', () => {
      const ms = performance.now() - startedAt;
      const line = {
        method: request.method,
        route: request.route?.path ?? null, // the pattern: many ids would be many routes
        status: response.statusCode,
        duration_ms: Math.round(ms),
      };
      observeRequest({ ...line, seconds: ms / 1_000 });
      response.locals.log[levelOf(response)](line, response.writableFinished ? 'answered' : 'the caller went away');
    });
    next();
  };
}

export function callerFields(caller: Known): Record<string, string | null> {
  if (caller === null) return { caller: 'anybody' };
  const { kind, id, name } = caller.by;
  const who = kind === 'api_key' ? { caller: 'tenant', key_id: id } : { caller: kind, operator: name };
  return caller.kind === 'tenant' ? { ...who, tenant_id: caller.tenant.id, tenant_slug: caller.tenant.slug } : who;
}

const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Probes come every few seconds, and what is over a limit in floods: who it is stands in the log once a minute. Deliveries
 * come hundreds a second: the inbox is their log, and wrong ones are counted.
 */
function levelOf({ statusCode, req }: Response): 'error' | 'debug' | 'info' {
  if (statusCode === 500) return 'error';
  const isDelivery = req.path.startsWith('/webhooks/') && statusCode < 500;
  return statusCode === 429 || isDelivery || PROBES.has(req.path) ? 'debug' : 'info';
}

import type { Request, Response } from 'express';
import { isUuid } from '../../database/uuid';
import { type KeyOwner, prefixOfKey, shownPrefix } from '../../tenants/key-text';
import type { Origin } from './caller';
import { blockOf, clientAddress } from './client-address';
import type { Refusal } from './problem';
import type { Route } from './route';
import type { RouteServices } from './services';

export const originOf = (request: Request, response: Response): Origin => ({
  address: clientAddress(request),
  requestId: response.locals.requestId,
});

const NOBODY = { kind: 'unknown', id: null, name: null };

/**
 * Somebody was turned away. The tenant that was named reads of it too, but for a wrong operator's key, whose address may
 * be an operator's. Of a key at most the prefix is kept, and only of text that has the form of ours.
 */
export function noteRefusal(
  { attempts }: RouteServices,
  { method, path }: Route,
  { reason, by = NOBODY, scope }: Refusal,
  request: Request,
  response: Response,
): void {
  const { 'x-tenant-id': named, 'x-tenant-api-key': key } = request.headers;
  const tenantId = typeof named === 'string' && isUuid(named) ? named.toLowerCase() : null;
  const isOfTenant = reason !== 'operator_key_wrong';
  const prefix = isOfTenant ? prefixOf('tenant', key) : prefixOf('operator', request.headers['x-operator-key']);
  const from = originOf(request, response);
  attempts.note({
    action: 'request_refused',
    block: from.address && blockOf(from.address),
    kind: JSON.stringify([reason, by.id]),
    tenantId: isOfTenant ? tenantId : null,
    actor: { ...by, ...from },
    metadata: {
      reason,
      method: method.toUpperCase(),
      route: path,
      ...(scope && { scope }),
      ...(prefix !== null && { key_prefix: prefix }),
      ...(tenantId !== null && !isOfTenant && { tenant_named: tenantId }),
    },
  });
}

function prefixOf(owner: KeyOwner, key: unknown): string | null {
  const prefix = typeof key === 'string' ? prefixOfKey(owner, key) : null;
  return prefix === null ? null : shownPrefix(owner, prefix);
}

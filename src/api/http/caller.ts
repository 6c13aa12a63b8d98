import type { Actor } from '../../logs/audit-log';
import type { Scope } from '../../model/scopes';

export interface TenantCaller {
  kind: 'tenant';
  tenant: { id: string; name: string; slug: string };
  key: { id: string; name: string };
}

interface OperatorCaller {
  kind: 'operator';
}

/** Who may use a route: a tenant's key with that scope, the operator, or everybody. */
export type Who = Scope | 'operator' | 'open';

export type CallerOf<RouteWho extends Who> = RouteWho extends Scope
  ? TenantCaller
  : RouteWho extends 'operator'
    ? OperatorCaller
    : null;

export type Caller = TenantCaller | OperatorCaller | null;

/** Who did it, for the audit log. A key's name is what its owner will recognise. */
export function actorOf(caller: TenantCaller) {
  return { kind: 'api_key', id: caller.key.id, name: caller.key.name } satisfies Actor;
}

export const OPERATOR: Actor = { kind: 'operator', id: null, name: null };

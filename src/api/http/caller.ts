import type { Scope } from '../../tenants/scopes';

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

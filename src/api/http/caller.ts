import type { Actor } from '../../logs/audit-log';
import type { Scope } from '../../model/scopes';

/** Somebody who acts on one tenant's rows: a key of the tenant, or an operator who named the tenant. */
export interface TenantCaller {
  kind: 'tenant';
  tenant: { id: string; name: string; slug: string };
  by: Actor;
}

export interface OperatorCaller {
  kind: 'operator';
  by: Actor;
}

/** Who may use a route: a tenant's key with that scope, the operator, or everybody. Operators may act for any tenant. */
export type Who = Scope | 'operator' | 'open';

export type CallerOf<RouteWho extends Who> = RouteWho extends Scope
  ? TenantCaller
  : RouteWho extends 'operator'
    ? OperatorCaller
    : null;

export type Caller = TenantCaller | OperatorCaller | null;

/** Who did it, for the audit log. A key's name is what its owner will recognise. */
export const actorOf = ({ by }: TenantCaller | OperatorCaller): Actor => by;

/** Whoever has `OPERATOR_KEY`. */
export const OPERATOR: OperatorCaller = { kind: 'operator', by: { kind: 'operator', id: null, name: 'operator' } };

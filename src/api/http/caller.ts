import type { Actor, AuditActor } from '../../logs/audit-log';
import type { Scope } from '../../model/scopes';
import type { KeptKey } from '../../tenants/last-use';
import { FIRST_OPERATOR } from '../../tenants/operators';

/** The key that a request carried; `id` is the same in every process, and for as long as there is the key. */
type CallerKey = KeptKey | { kind: 'setting'; id: 'OPERATOR_KEY' };

/** The request by which somebody acts. */
export interface Origin {
  address: string | null;
  requestId: string;
}

/** Somebody who acts on one tenant's rows: a key of the tenant, or an operator who named the tenant. */
export interface TenantCaller {
  kind: 'tenant';
  tenant: { id: string; name: string; slug: string };
  key: CallerKey;
  by: Actor;
  from: Origin;
}

export interface OperatorCaller {
  kind: 'operator';
  key: CallerKey;
  by: Actor;
  from: Origin;
}

/** As the key alone tells who it is. */
export type KnownTenant = Omit<TenantCaller, 'from'>;
export type KnownOperator = Omit<OperatorCaller, 'from'>;
export type Known = KnownTenant | KnownOperator | null;

/** Who may use a route: a tenant's key with that scope, the operator, or everybody. Operators may act for any tenant. */
export type Who = Scope | 'operator' | 'open';

export type CallerOf<RouteWho extends Who> = RouteWho extends Scope
  ? TenantCaller
  : RouteWho extends 'operator'
    ? OperatorCaller
    : null;

export type Caller = TenantCaller | OperatorCaller | null;

/** Who did it, for the audit log. A key's name is what its owner will recognise. */
export const actorOf = ({ by, from }: TenantCaller | OperatorCaller): AuditActor => ({ ...by, ...from });

/** Whoever has `OPERATOR_KEY`. */
export const OPERATOR: KnownOperator = {
  kind: 'operator',
  key: { kind: 'setting', id: 'OPERATOR_KEY' },
  by: { kind: 'operator', id: null, name: FIRST_OPERATOR },
};

/** A named operator. */
export const operatorCaller = ({ id, name }: { id: string; name: string }): KnownOperator => ({
  kind: 'operator',
  key: { kind: 'operator', id },
  by: { kind: 'operator', id, name },
});

import { randomUUID } from 'node:crypto';
import type { ProblemCode } from '../../../src/api/http/problem';
import type { Route } from '../../../src/api/http/route';
import { allows, SCOPES, type Scope } from '../../../src/model/scopes';
import { hashOfKey, prefixOfKey } from '../../../src/tenants/key-text';
import { OPERATOR_KEY } from '../../api/api-world';

export interface Party {
  id: string;
  key: string;
}

/** Who there is: all keys but the neighbour's and the sleeper's are, or were, the victim's own. */
export interface Cast {
  victim: Party;
  neighbour: Party;
  /** A tenant that is switched off. */
  asleep: Party;
  revoked: string;
  expired: string;
  /** Rotated without an overlap. */
  replaced: string;
  /** The victim's keys with one scope each. */
  scoped: Record<Scope, string>;
  /** Keys of named operators. */
  operators: { good: string; revoked: string; expired: string; replaced: string };
}

export interface Refusal {
  status: number;
  code: ProblemCode;
  /** What is at fault. */
  path?: string;
  /** What the sentence has to name. */
  names?: string;
}

export interface WrongCaller {
  who: string;
  headers(cast: Cast): Record<string, string>;
  /** null: a right caller of this route, or one that it does not look at. */
  refusal(route: Route): Refusal | null;
}

const UNKNOWN: Refusal = { status: 401, code: 'unauthenticated' };

export const isTenants = ({ who }: Route): boolean => who !== 'open' && who !== 'operator';
const isOperators = ({ who }: Route): boolean => who === 'operator';

const tenant = (id: string, key: string) => ({ 'x-tenant-id': id, 'x-tenant-api-key': key });
const operator = (key: string) => ({ 'x-operator-key': key });
const lastChanged = (key: string) => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;

/** Known nowhere. Only a header that cannot be sent is missing here. */
const NOBODY: readonly [string, WrongCaller['headers']][] = [
  ['nobody', () => ({})],
  ['an id without a key', ({ victim }) => ({ 'x-tenant-id': victim.id })],
  ['a key without an id', ({ victim }) => ({ 'x-tenant-api-key': victim.key })],
  ['an id that is no uuid', ({ victim }) => tenant('no uuid', victim.key)],
  ['an empty id', ({ victim }) => tenant('', victim.key)],
  ['an id with braces', ({ victim }) => tenant(`{${victim.id}}`, victim.key)],
  ['two ids', ({ victim, neighbour }) => tenant(`${neighbour.id}, ${victim.id}`, victim.key)],
  ['an id of nobody', ({ victim }) => tenant(randomUUID(), victim.key)],
  ['another tenant’s key', ({ victim, neighbour }) => tenant(victim.id, neighbour.key)],
  ['another tenant’s id', ({ victim, neighbour }) => tenant(neighbour.id, victim.key)],
  ['an empty key', ({ victim }) => tenant(victim.id, '')],
  ['a key of no form', ({ victim }) => tenant(victim.id, 'wrong')],
  ['a key cut short', ({ victim }) => tenant(victim.id, victim.key.slice(0, -1))],
  ['a key that goes on', ({ victim }) => tenant(victim.id, `${victim.key}A`)],
  ['a key with another end', ({ victim }) => tenant(victim.id, lastChanged(victim.key))],
  ['a key in capitals', ({ victim }) => tenant(victim.id, victim.key.toUpperCase())],
  ['the prefix alone', ({ victim }) => tenant(victim.id, `cs_${prefixOfKey('tenant', victim.key)}_`)],
  [
    'the prefix with another secret',
    ({ victim, neighbour }) => tenant(victim.id, victim.key.slice(0, 16) + neighbour.key.slice(16)),
  ],
  ['the hash that the database keeps', ({ victim }) => tenant(victim.id, hashOfKey(victim.key).toString('hex'))],
  ['two keys', ({ victim, neighbour }) => tenant(victim.id, `${neighbour.key}, ${victim.key}`)],
  ['SQL for a key', ({ victim }) => tenant(victim.id, "' or '1'='1")],
  ['SQL for an id', ({ victim }) => tenant("' or '1'='1", victim.key)],
  ['a revoked key', ({ victim, revoked }) => tenant(victim.id, revoked)],
  ['an expired key', ({ victim, expired }) => tenant(victim.id, expired)],
  ['a key that was replaced', ({ victim, replaced }) => tenant(victim.id, replaced)],
  ['a bearer token', ({ victim }) => ({ 'x-tenant-id': victim.id, authorization: `Bearer ${victim.key}` })],
  ['a cookie', ({ victim }) => ({ cookie: `x-tenant-id=${victim.id}; x-tenant-api-key=${victim.key}` })],
  ['the operator’s key for a tenant’s', ({ victim }) => tenant(victim.id, OPERATOR_KEY)],
  ['a tenant’s key for the operator’s', ({ victim }) => operator(victim.key)],
  ['a wrong operator’s key', () => operator('wrong')],
  ['the operator’s key cut short', () => operator(OPERATOR_KEY.slice(0, -1))],
  ['an operator’s key that goes on', () => operator(`${OPERATOR_KEY}!`)],
  ['an operator’s key in capitals', () => operator(OPERATOR_KEY.toUpperCase())],
  ['the operator’s key twice', () => operator(`${OPERATOR_KEY}, ${OPERATOR_KEY}`)],
  ['a nothing for the operator’s key', () => operator('null')],
  ['a wrong operator for a tenant', ({ victim }) => ({ ...operator('wrong'), 'x-tenant-id': victim.id })],
  ['a wrong operator with a good key', ({ victim }) => ({ ...operator('wrong'), ...tenant(victim.id, victim.key) })],
  ['a revoked operator', ({ operators }) => operator(operators.revoked)],
  ['an expired operator', ({ operators }) => operator(operators.expired)],
  ['an operator’s key that was replaced', ({ operators }) => operator(operators.replaced)],
  ['a named operator’s key with another end', ({ operators }) => operator(lastChanged(operators.good))],
  ['the hash of a named operator’s key', ({ operators }) => operator(hashOfKey(operators.good).toString('hex'))],
  [
    'a revoked operator for a tenant',
    ({ victim, operators }) => ({ ...operator(operators.revoked), 'x-tenant-id': victim.id }),
  ],
  ['a named operator’s key for a tenant’s', ({ victim, operators }) => tenant(victim.id, operators.good)],
  ['an operator’s bearer token', () => ({ authorization: `Bearer ${OPERATOR_KEY}` })],
];

const ONE_SCOPE: WrongCaller[] = SCOPES.map((scope) => ({
  who: `a key that has only ${scope}`,
  headers: ({ victim, scoped }) => tenant(victim.id, scoped[scope]),
  refusal: (route) => {
    if (route.who === 'open') return null;
    if (route.who === 'operator') return UNKNOWN;
    return allows([scope], route.who) ? null : { status: 403, code: 'insufficient_scope', names: route.who };
  },
}));

/** As it is said of each of them, whether its key is the settings' or its own. */
const OPERATORS: readonly [string, (cast: Cast) => Record<string, string>][] = [
  ['the operator', () => operator(OPERATOR_KEY)],
  ['a named operator', ({ operators }) => operator(operators.good)],
];

const KNOWN: WrongCaller[] = [
  {
    who: 'a tenant’s key that may do everything',
    headers: ({ victim }) => tenant(victim.id, victim.key),
    refusal: (route) => (isOperators(route) ? UNKNOWN : null),
  },
  {
    who: 'a key of a tenant that is switched off',
    headers: ({ asleep }) => tenant(asleep.id, asleep.key),
    refusal: (route) => {
      if (route.who === 'open') return null;
      return isOperators(route) ? UNKNOWN : { status: 403, code: 'tenant_inactive' };
    },
  },
];

const OPERATORS_AT_FAULT = OPERATORS.flatMap(([who, key]): WrongCaller[] => [
  {
    who: `${who} with a tenant’s key too`,
    headers: (cast) => ({ ...key(cast), ...tenant(cast.victim.id, cast.victim.key) }),
    refusal: (route) =>
      route.who === 'open' ? null : { status: 400, code: 'invalid_request', path: 'X-TENANT-API-KEY' },
  },
  {
    who: `${who} for a tenant where it is about none`,
    headers: (cast) => ({ ...key(cast), 'x-tenant-id': cast.victim.id }),
    refusal: (route) => (isOperators(route) ? { status: 400, code: 'invalid_request', path: 'X-TENANT-ID' } : null),
  },
  {
    who: `${who} without a tenant`,
    headers: key,
    refusal: (route) => {
      if (!isTenants(route) || route.overAll !== null || route.alsoOperators) return null;
      const names = route.method === 'get' ? 'is read for one tenant' : 'name the tenant that you act for';
      return { status: 400, code: 'invalid_request', path: 'X-TENANT-ID', names };
    },
  },
  ...['', 'no uuid', `${randomUUID()}, ${randomUUID()}`].map(
    (id): WrongCaller => ({
      who: `${who} for the tenant "${id}"`,
      headers: (cast) => ({ ...key(cast), 'x-tenant-id': id }),
      refusal: (route) => (route.who === 'open' ? null : { status: 400, code: 'invalid_request', path: 'X-TENANT-ID' }),
    }),
  ),
  {
    who: `${who} for a tenant that is not there`,
    headers: (cast) => ({ ...key(cast), 'x-tenant-id': randomUUID() }),
    refusal: (route) => (isTenants(route) ? { status: 404, code: 'not_found', names: 'GET /v1/tenants' } : null),
  },
  {
    who: `${who}, who begins something for a tenant that is switched off`,
    headers: (cast) => ({ ...key(cast), 'x-tenant-id': cast.asleep.id }),
    refusal: (route) =>
      isTenants(route) && route.method !== 'get'
        ? { status: 403, code: 'tenant_inactive', names: 'PATCH /v1/tenants/' }
        : null,
  },
]);

/** Every caller that some route has to refuse, and how it does. */
export const WRONG_CALLERS: readonly WrongCaller[] = [
  ...NOBODY.map(
    ([who, headers]): WrongCaller => ({ who, headers, refusal: ({ who: may }) => (may === 'open' ? null : UNKNOWN) }),
  ),
  ...ONE_SCOPE,
  ...KNOWN,
  ...OPERATORS_AT_FAULT,
];

import { z } from 'zod';
import type { Route } from '../../../src/api/http/route';
import { MARK, type Victim } from './victim';
import { isTenants } from './wrong-callers';

type Ids = Omit<Victim, 'cast' | 'rows' | 'historyLength'> & { tenant: string };

/** What stands for a part of a path, by the part before it. A new kind of thing gets its line here. */
const IN_PATHS: Record<string, (ids: Ids) => string> = {
  'tenants/:id': ({ tenant }) => tenant,
  'api-keys/:key_id': ({ keyId }) => keyId,
  'operators/:id': ({ operatorId }) => operatorId,
  'stores/:id': ({ store }) => store,
  'sync-runs/:run_id': ({ run }) => run,
  'sync-all/:run_id': ({ run }) => run,
  'products/:id': ({ product }) => product,
  'alert-channels/:id': ({ channel }) => channel,
  'event-endpoints/:id': ({ endpoint }) => endpoint,
  'deliveries/:delivery_id': ({ delivery }) => delivery,
  'schedules/:id': () => 'sync-all-woocommerce',
  'sync/:platform': () => 'woocommerce',
  'webhooks/:platform': () => 'woocommerce',
  ':platform/:store_id': ({ store }) => store,
};

/** What names something of a tenant's in a query or a body. */
const IN_FIELDS: Record<string, (ids: Ids) => string> = {
  store_id: ({ store }) => store,
  product_id: ({ product }) => product,
  ids: ({ product }) => product,
  external_id: () => '1',
  external_ids: () => '1',
  sku: () => MARK,
  search: () => MARK,
};

/** What a route takes that cannot be left out, so that only whose it is stands in the way. */
const BODIES: Record<string, Record<string, unknown>> = {
  updateStore: { name: 'Mine' },
  updateAlertChannel: { kinds: null },
  updateEventEndpoint: { paused: true },
};

/** The same of a query. */
const QUERIES: Record<string, string> = {
  explain: `q=${MARK}`,
};

export const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** `GET /v1/stores/<the victim's store>` */
export function requestFor(route: Route, ids: Ids): string {
  const parts = route.path.split('/');
  const filled = parts.map((part, index) => {
    if (!part.startsWith(':')) return part;
    const place = `${parts[index - 1]}/${part}`;
    const id = IN_PATHS[place];
    if (id === undefined) throw new Error(`${route.path}: IN_PATHS does not say what stands for ${place}`);
    return id(ids);
  });
  return `${route.method.toUpperCase()} ${filled.join('/')}`;
}

/** Another tenant's request that names what is the victim's. */
export interface ForeignRequest {
  request: string;
  json?: Record<string, unknown>;
  /** `there_is_none`: 404. `nothing`: that, or a list without an item. */
  expected: 'there_is_none' | 'nothing';
}

/** In its path, else in each field of its query and its body. A list is also asked for all that it has. */
export function foreignRequests(route: Route, ids: Ids): ForeignRequest[] {
  if (!isTenants(route)) return [];
  const request = requestFor(route, ids);
  if (/:(?!platform)/.test(route.path)) {
    const json = BODIES[route.operationId];
    return [{ request, ...(json && { json }), expected: 'there_is_none' }];
  }
  if (route.method !== 'get') {
    return fieldsOf(route.body).map(
      (field): ForeignRequest => ({ request, json: { [field]: IN_FIELDS[field]?.(ids) }, expected: 'there_is_none' }),
    );
  }
  const needed = QUERIES[route.operationId];
  const queries = fieldsOf(route.query).map((field) => `${field}=${IN_FIELDS[field]?.(ids)}`);
  return ['', ...queries].map((query): ForeignRequest => {
    const whole = [needed, query].filter(Boolean).join('&');
    return { request: whole === '' ? request : `${request}?${whole}`, expected: 'nothing' };
  });
}

/** The fields that name something of a tenant's. */
function fieldsOf(schema: z.ZodType | null): string[] {
  if (schema === null) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const named = Object.keys(properties).filter((name) => name in IN_FIELDS || /(^|_)ids?$/.test(name));
  const unknown = named.find((name) => !(name in IN_FIELDS));
  if (unknown !== undefined) throw new Error(`IN_FIELDS does not say what stands for ${unknown}`);
  return named;
}

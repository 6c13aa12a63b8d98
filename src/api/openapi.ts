import { STATUS_CODES } from 'node:http';
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { VERSION } from '../process/version';
import { DESCRIPTION } from './description';
import { type Contract, withExamples } from './examples/with-examples';
import { ProblemBody, type ProblemCode, statusOf } from './http/problem';
import type { Route } from './http/route';
import { HEADERS, IDEMPOTENCY_KEY, IF_NONE_MATCH, RATE_LIMIT, REPLAYED, RETRY_AFTER, TAG } from './openapi-headers';
import { TAGS, tagOf } from './openapi-tags';
import { registerWebhooks } from './openapi-webhooks';

const OPERATOR = { operatorKey: [] };
const TENANT = { tenantId: [], tenantKey: [] };
const METRICS = [{}, { metricsToken: [] }];
const OPERATOR_FOR_TENANT = { operatorKey: [], tenantId: [] };

/** The API's contract, from the same schemas that requests are parsed by. */
export function openApiOf(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  for (const [name, header, description] of [
    ['tenantId', 'X-TENANT-ID', "The tenant's id; beside the operator's key, the tenant that the operator acts for"],
    ['tenantKey', 'X-TENANT-API-KEY', 'A key of that tenant; its scopes say what it may do'],
    ['operatorKey', 'X-OPERATOR-KEY', 'The key of the operator; never beside a tenant’s key'],
  ] as const) {
    registry.registerComponent('securitySchemes', name, { type: 'apiKey', in: 'header', name: header, description });
  }
  registry.registerComponent('securitySchemes', 'metricsToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'METRICS_TOKEN of the settings, where it is set',
  });
  for (const [name, header] of Object.entries(HEADERS)) registry.registerComponent('headers', name, header);
  for (const route of routes) registry.registerPath(pathOf(route));
  registerWebhooks(registry);

  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'catalog-sync',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The service that this document comes from' }],
    tags: Object.entries(TAGS).map(([name, text]) => ({ name, description: text })),
  });
  return withExamples(withoutEmptyDefaults(document) as Contract);
}

/** Where everything of an object may be absent, zod says `"default": {}`, and `/docs` shows that in place of its fields. */
function withoutEmptyDefaults(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutEmptyDefaults);
  if (typeof part !== 'object' || part === null) return part;
  const kept = Object.entries(part).filter(([key, value]) => key !== 'default' || !isEmptyObject(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutEmptyDefaults(value)]));
}

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

function pathOf(route: Route): RouteConfig {
  const { method, path, operationId, summary, description, params, body, overAll, hasTag, idempotent } = route;
  const query = overAll?.query ?? route.query;
  return {
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    operationId,
    summary,
    description: [description, scopeText(route)].filter(Boolean).join(' '),
    tags: [tagOf(path)],
    security: securityOf(route),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(hasTag ? { headers: IF_NONE_MATCH } : {}),
      ...(idempotent ? { headers: IDEMPOTENCY_KEY } : {}),
      ...(body
        ? { body: { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } } }
        : {}),
    },
    responses: { ...successesOf(route), ...problemsOf(route) },
  };
}

const isOfTenant = ({ who }: Pick<Route, 'who'>): boolean => who !== 'open' && who !== 'operator';

function securityOf({ who, token, overAll, alsoOperators }: Route): NonNullable<RouteConfig['security']> {
  if (who === 'open') return token === undefined ? [] : METRICS;
  if (who === 'operator') return [OPERATOR];
  return [TENANT, OPERATOR_FOR_TENANT, ...(overAll === null && !alsoOperators ? [] : [OPERATOR])];
}

function scopeText(route: Route): string {
  if (!isOfTenant(route)) return '';
  return `Scope: \`${route.who}\`.${route.overAll === null ? '' : ' Operators who name no tenant read over all of them.'}`;
}

function successesOf(route: Route): RouteConfig['responses'] {
  const { answers, mediaType = 'application/json', hasTag, idempotent } = route;
  const headers = { ...limitsOf(route), ...(hasTag ? TAG : {}), ...(idempotent ? REPLAYED : {}) };
  const successes = Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: STATUS_CODES[status] ?? status,
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
        ...(schema ? { content: { [mediaType]: { schema } } } : {}),
      },
    ]),
  );
  return hasTag ? { ...successes, 304: { description: 'Nothing of it changed', headers } } : successes;
}

/** Nothing is counted of whoever needs no key. */
const limitsOf = ({ who }: Pick<Route, 'who'>) => (who === 'open' ? {} : RATE_LIMIT);

/** Of the limit other problems tell too: that is said once, where it has been reached. */
function headersOf(status: number) {
  if (status === 429) return { headers: { ...RATE_LIMIT, ...RETRY_AFTER } };
  return status === 503 ? { headers: RETRY_AFTER } : {};
}

function problemsOf(route: Route): RouteConfig['responses'] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codesOf(route))) {
    byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        ...headersOf(status),
        content: { 'application/problem+json': { schema: problemWith(codes) } },
      },
    ]),
  );
}

/** What a client tells the cases apart by: of all codes those that can come here. */
const problemWith = (codes: ProblemCode[]) => z.intersection(ProblemBody, z.object({ code: z.enum(codes) }));

function codesOf({ who, token, params, readsBody, idempotent, problems = [] }: Route): ProblemCode[] {
  return [
    'invalid_request',
    ...(token === undefined ? [] : (['unauthenticated'] as const)),
    ...(who === 'open'
      ? []
      : (['unauthenticated', 'rate_limited', 'database_unavailable', 'temporal_unavailable'] as const)),
    ...(isOfTenant({ who }) ? (['insufficient_scope', 'tenant_inactive', 'not_found'] as const) : []),
    ...(params ? (['not_found'] as const) : []),
    ...(readsBody ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...(idempotent ? (['idempotency_key_in_use', 'idempotency_key_reused', 'secret_unreadable'] as const) : []),
    ...problems,
    'internal',
  ];
}

import { STATUS_CODES } from 'node:http';
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { PLATFORMS } from '../model/platform';
import { platforms } from '../platforms/platforms';
import { VERSION } from '../process/version';
import { ProblemBody, type ProblemCode, statusOf } from './http/problem';
import type { Route } from './http/route';

const OPERATOR = { operatorKey: [] };
const TENANT = { tenantId: [], tenantKey: [] };
const OPERATOR_FOR_TENANT = { operatorKey: [], tenantId: [] };

const platformNames = new Intl.ListFormat('en').format(PLATFORMS.map((name) => platforms[name].displayName));

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
  for (const route of routes) registry.registerPath(pathOf(route));

  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'catalog-sync',
      version: VERSION,
      description: `Keeps the product catalogue of many tenants equal to their ${platformNames} stores.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
  });
}

function pathOf(route: Route): RouteConfig {
  const { method, path, summary, description, params, body, overAll } = route;
  const query = overAll?.query ?? route.query;
  return {
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    summary,
    description: [description, scopeText(route)].filter(Boolean).join(' '),
    tags: [tagOf(path)],
    security: securityOf(route),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body
        ? { body: { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } } }
        : {}),
    },
    responses: { ...successesOf(route), ...problemsOf(route) },
  };
}

const isOfTenant = ({ who }: Pick<Route, 'who'>): boolean => who !== 'open' && who !== 'operator';

function securityOf({ who, overAll }: Route): NonNullable<RouteConfig['security']> {
  if (who === 'open') return [];
  if (who === 'operator') return [OPERATOR];
  return [TENANT, OPERATOR_FOR_TENANT, ...(overAll === null ? [] : [OPERATOR])];
}

function scopeText(route: Route): string {
  if (!isOfTenant(route)) return '';
  return `Scope: \`${route.who}\`.${route.overAll === null ? '' : ' Operators who name no tenant read over all of them.'}`;
}

/** `/v1/sync-runs/{run_id}` belongs to `sync-runs`. */
const tagOf = (path: string): string => /^\/v1\/([^/]+)/.exec(path)?.[1] ?? 'service';

function successesOf({ answers }: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: STATUS_CODES[status] ?? status,
        ...(schema ? { content: { 'application/json': { schema } } } : {}),
      },
    ]),
  );
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
        content: { 'application/problem+json': { schema: ProblemBody } },
      },
    ]),
  );
}

function codesOf({ who, params, readsBody, problems = [] }: Route): ProblemCode[] {
  return [
    'invalid_request',
    ...(who === 'open' ? [] : (['unauthenticated', 'database_unavailable', 'temporal_unavailable'] as const)),
    ...(isOfTenant({ who }) ? (['insufficient_scope', 'tenant_inactive', 'not_found'] as const) : []),
    ...(params ? (['not_found'] as const) : []),
    ...(readsBody ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...problems,
    'internal',
  ];
}

import { GraphQLError, getVariableValues } from 'graphql';
import { deniedFields } from './access/access-scopes';
import { type Answer, json } from './answer';
import { executeQuery } from './execution/execute-query';
import { operationOf, parseQuery, withCode } from './execution/parse-query';
import { askedSize, brokenLimits, MAX_QUERY_COST, type Operation, queryCost } from './execution/query-cost';
import type { FaultAnswer } from './faults';
import { queryContext } from './resolvers/query-context';
import { loadAdminSchema } from './schema/load-schema';
import type { ShopifyShop } from './shop';

export type GraphqlRequest = {
  query: string;
  variables: Record<string, unknown>;
  operationName?: string | undefined;
};

/** Answers a GraphQL request as Shopify does: HTTP 200 also for errors, the cost of the query beside its data. */
export function graphqlAnswer(shop: ShopifyShop, request: GraphqlRequest, fault: FaultAnswer | null): Answer {
  const parsed = parseQuery(request.query);
  if ('errors' in parsed) return refused(parsed.errors);
  const operation = prepare(parsed.document, request);
  if (Array.isArray(operation)) return refused(operation);
  const broken = brokenLimits(operation);
  if (broken.length > 0) return refused(broken);

  const requested = queryCost(operation, askedSize);
  if (requested > MAX_QUERY_COST || (fault && 'maxCost' in fault)) return tooExpensive(requested);
  if (fault && 'throttled' in fault) return throttled(shop, requested, 0);
  if (!shop.bucket.take(requested)) return throttled(shop, requested, shop.bucket.status().currentlyAvailable);

  const context = queryContext(shop, deniedFields(parsed.document, shop.scopes));
  if (fault && 'dropVariants' in fault) context.dropVariants = fault.dropVariants;
  if (fault && 'emptyPage' in fault) context.emptyPage = true;
  if (fault && 'failsFor' in fault) context.failsFor = fault.failsFor;
  const circles = fault !== null && 'circles' in fault;
  if (circles) operation.variables = { ...operation.variables, after: null };

  const injected = fault && 'graphqlError' in fault ? fault : null;
  const withoutData = injected !== null && injected.withData !== true;
  const result = withoutData ? { data: null, errors: [] } : executeQuery(operation, context);
  const errors: unknown[] = [...result.errors];
  if (injected)
    errors.push({ message: injected.graphqlError.message, extensions: { code: injected.graphqlError.code } });

  if (circles) goInCircles(result.data, `circle-${shop.counters.requests}`);

  const actual = Math.min(
    requested,
    queryCost(operation, (field) => context.found.get(field) ?? 0),
  );
  shop.bucket.giveBack(requested - actual);
  shop.counters.costSpent += actual;
  return json(200, {
    data: result.data,
    ...(errors.length > 0 && { errors }),
    extensions: {
      cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: shop.bucket.status() },
      ...(context.searches.length > 0 && { search: context.searches }),
    },
  });
}

/** The listing that was asked for says that it goes on; those of its items do not. */
function goInCircles(value: unknown, cursor: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if ('pageInfo' in value) Object.assign(value.pageInfo as object, { hasNextPage: true, endCursor: cursor });
  for (const inner of Object.values(value)) goInCircles(inner, cursor);
}

/** The operation of a document with its variables in the form the schema asks for, or what is wrong with them. */
function prepare(document: Parameters<typeof operationOf>[0], request: GraphqlRequest): Operation | GraphQLError[] {
  const operation = operationOf(document, request.operationName, request.variables);
  if (!operation) return [new GraphQLError('An operation name is required', { extensions: { code: 'BAD_REQUEST' } })];
  const definitions = operation.definition.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(loadAdminSchema().schema, definitions, request.variables);
  if (!errors) return { ...operation, variables: coerced };
  return errors.map((error) => withCode(error, error.message, { code: 'INVALID_VARIABLE' }));
}

/** Refused before anything ran: no data and no cost. */
function refused(errors: GraphQLError[]): Answer {
  return json(200, { errors });
}

function throttled(shop: ShopifyShop, requested: number, currentlyAvailable: number): Answer {
  shop.counters.throttled++;
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  return json(200, {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }],
    extensions: {
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: null,
        throttleStatus: { ...shop.bucket.status(), currentlyAvailable },
      },
    },
  });
}

function tooExpensive(cost: number): Answer {
  const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`;
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  const extensions = { code: 'MAX_COST_EXCEEDED', cost, maxCost: MAX_QUERY_COST, documentation };
  return json(200, { errors: [{ message, extensions }] });
}

import type { IncomingMessage } from 'node:http';
import type { authenticator, Identity } from '../access/authenticate';
import { type Answer, noRoute, restError, SIGNED_IN_HEADERS } from '../answers/answer';
import { checkParameters } from '../listing/parameters';
import type { Query } from '../listing/parse-query';
import type { ShopState } from '../shop-state';
import { categoryRoutes } from './categories';
import { indexRoutes } from './indexes';
import { productRoutes } from './products';
import { restLink } from './rest-root';
import type { Asked, Route } from './route';
import { settingRoutes } from './settings';
import { variationRoutes } from './variations';
import { webhookRoutes } from './webhooks';

const ROUTES: readonly Route[] = [
  ...productRoutes,
  ...variationRoutes,
  ...categoryRoutes,
  ...settingRoutes,
  ...webhookRoutes,
  ...indexRoutes,
];

export type RestRequest = {
  readonly shop: ShopState;
  readonly request: IncomingMessage;
  readonly authenticate: ReturnType<typeof authenticator>;
  /** The path below the shop as sent: OAuth signs it. */
  readonly sentPath: string;
  /** The path below /wp-json. */
  readonly path: string;
  /** As sent: it may sign the request. */
  readonly query: Query;
  /** What of it reaches the routes. */
  readonly obeyed: Query;
  readonly body: string;
  readonly dropVariations: number;
};

/** Answers in WordPress's order: wrong credentials, then no route, then bad parameters, then missing rights. */
export async function answerRest(rest: RestRequest): Promise<Answer> {
  const { shop, request, query } = rest;
  const identity = rest.authenticate({ request, path: rest.sentPath, query, shop });
  if (identity.kind === 'error') return sealed(restError(401, identity.code, identity.message), shop, identity);

  const route = findRoute(rest);
  if (route === null) return sealed(noRoute(), shop, identity);
  const answer = refusal(route, identity, rest) ?? (await route.handle(askedOf(route, rest)));
  const isDenied = answer.status === 401 || answer.status === 403;
  return sealed(answer, shop, identity, isDenied ? {} : { Allow: route.allow });
}

function findRoute({ shop, request, path }: RestRequest): Route | null {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const has = (route: Route) => route.since === undefined || route.since === shop.version;
  return ROUTES.find((route) => route.method === method && route.path.test(path) && has(route)) ?? null;
}

function refusal(route: Route, identity: Identity, { shop, obeyed }: RestRequest): Answer | null {
  const wrong = checkParameters(route.parameters ?? {}, obeyed);
  if (wrong !== null) return wrong;
  if (route.denied === undefined) return null;
  if (identity.kind !== 'key') return restError(401, route.denied.code, route.denied.message);
  return shop.key.owner === 'manager' ? null : restError(403, route.denied.code, route.denied.message);
}

function askedOf(route: Route, { shop, obeyed, path, body, dropVariations }: RestRequest): Asked {
  return { shop, query: obeyed, body, dropVariations, path: route.path.exec(path)?.slice(1) ?? [] };
}

function sealed(answer: Answer, shop: ShopState, identity: Identity, more: Record<string, string> = {}): Answer {
  const isSignedIn = identity.kind === 'key' || (identity.kind === 'error' && identity.loggedIn);
  const forWhom = isSignedIn ? SIGNED_IN_HEADERS : { Vary: 'Origin' };
  return { ...answer, headers: { Link: restLink(shop), ...forWhom, ...more, ...answer.headers } };
}

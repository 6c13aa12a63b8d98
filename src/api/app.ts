import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { reasonOf } from '../process/reason-of';
import type { TrustedProxies } from '../process/trusted-proxies';
import { confirmPage } from './confirm-page';
import { docsPage } from './docs-page';
import { frontPage } from './front-page';
import { sendAnswer } from './http/answer';
import { compress } from './http/compress';
import { shareWith } from './http/cors';
import { logRequest } from './http/log-request';
import { noteLastUse } from './http/note-last-use';
import { problem, statusOf } from './http/problem';
import { problemOfError } from './http/problem-of-error';
import { forbidCaching, restrictBrowsers, stayWithTls } from './http/response-headers';
import type { Route } from './http/route';
import { serveRoute } from './http/serve-route';
import type { RouteServices } from './http/services';
import type { Admission } from './limits/admission';
import type { UnreadAnswers } from './limits/unread-answers';
import { ROUTES } from './routes';

/** What is wrong with a request itself is the caller's matter. */
const LEVELS: Partial<Record<number, 'error' | 'warn'>> = { 500: 'error', 503: 'warn' };

/** Callers make paths of 16 kB, and errors hold them. */
const LONGEST_PATH = 200;

interface AppOptions {
  trustedProxies: TrustedProxies;
  admission: Admission;
  unread: UnreadAnswers;
  /** Of pages whose scripts may read the answers. */
  corsOrigins: readonly string[];
}

/** The API: every route of the table, 405 for their other methods, 404 for everything else. */
export function createApp(
  services: RouteServices,
  { trustedProxies, admission, unread, corsOrigins }: AppOptions,
): Express {
  const app = express();
  app.set('trust proxy', trustedProxies);
  app.disable('x-powered-by');
  app.disable('etag'); // hashing pages of products costs more than sending them
  app.use((_request, response, next) => {
    response.locals.unread = unread;
    next();
  });
  app.use(logRequest(services.log), restrictBrowsers, stayWithTls, compress);
  app.use(['/v1', '/openapi.json'], shareWith(corsOrigins));
  app.use('/v1', forbidCaching, noteLastUse(services));

  app.get('/', frontPage);
  app.use(confirmPage(services));
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const routes = ROUTES.filter((route) => route.path === path);
    const served = app.route(path);
    for (const route of routes) served[route.method](serveRoute(route, services, admission));
    served.all(refuseMethod(routes));
  }
  app.use('/docs', docsPage());
  app.use((request: Request, response: Response) => {
    const path = request.path.slice(0, LONGEST_PATH);
    sendAnswer(response, problem('not_found', `There is no ${path} here: /openapi.json lists what there is.`));
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const answer = problemOfError(error);
    const level = LEVELS[statusOf(answer.code)];
    if (level !== undefined) response.locals.log[level]({ err: error }, 'a request failed');
    else response.locals.log.debug({ reason: reasonOf(error).slice(0, LONGEST_PATH) }, 'a request failed');
    if (response.headersSent) next(error);
    else sendAnswer(response, answer);
  });
  return app;
}

function refuseMethod(routes: readonly Route[]) {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allow = methods.join(', ');
  return (request: Request, response: Response): void => {
    const answer = problem('method_not_allowed', `${request.method} is not possible here: use ${allow}.`, {
      headers: { Allow: allow },
    });
    sendAnswer(response, answer);
  };
}

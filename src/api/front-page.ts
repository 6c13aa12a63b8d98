import type { NextFunction, Request, Response } from 'express';
import { VERSION } from '../process/version';
import { DESCRIPTION } from './description';

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>catalog-sync</title>
</head>
<body>
  <h1>catalog-sync ${VERSION}</h1>
  <p>${DESCRIPTION}</p>
  <ul>
    <li><a href="/docs">/docs</a>: the API, to read and to try</li>
    <li><a href="/openapi.json">/openapi.json</a>: the same for programs</li>
    <li><a href="/healthz">/healthz</a>: whether the process is up</li>
    <li><a href="/readyz">/readyz</a>: whether the database and Temporal answer</li>
  </ul>
</body>
</html>
`;

/** `GET /` for browsers; whoever does not ask for HTML gets the route's JSON. */
export function frontPage(request: Request, response: Response, next: NextFunction): void {
  response.vary('Accept');
  if (request.accepts(['json', 'html']) === 'html') response.type('html').send(PAGE);
  else next();
}

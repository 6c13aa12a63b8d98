import { dirname } from 'node:path';
import { Router } from 'express';
import { allowOwnScripts } from './http/response-headers';

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>catalog-sync API</title>
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="page"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

/** The validator that Swagger UI knows by default is a service on the internet. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });\n`;

/** Of what the package brings, the page needs these. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** A page to read the API's contract at, from files of our own: it works without internet. */
export function docsPage(): Router {
  const root = dirname(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'));
  const page = Router()
    .use(allowOwnScripts)
    .get('/', (_request, response) => void response.type('html').send(PAGE))
    .get('/start.js', (_request, response) => void response.type('js').send(START));
  for (const file of FILES) page.get(`/${file}`, (_request, response) => void response.sendFile(file, { root }));
  return page;
}

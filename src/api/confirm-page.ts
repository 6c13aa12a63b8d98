import { Router } from 'express';
import helmet from 'helmet';
import { confirmChannel, knowsChannel } from '../alerts/channels/confirm-channel';
import { isUuid } from '../database/uuid';
import { clientAddress } from './http/client-address';
import type { ApiServices } from './http/services';

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="robots" content="noindex">
  <title>${title}</title>
</head>
<body>
  <h1>${title}</h1>
  ${body}
</body>
</html>
`;

const ASKING = page(
  'Do you want alerts?',
  `<p>Somebody asked for alerts about online stores to be sent to your e-mail address.</p>
  <form method="post"><button type="submit">Yes, send them</button></form>
  <p>If you do not want them, close this page.</p>`,
);

const CONFIRMED = page('Confirmed', '<p>Alerts come to your e-mail address from now on.</p>');

const UNKNOWN = page('This link is not good', '<p>The channel was deleted, or a part of the link is missing.</p>');

/** May send its form here, and nothing else. */
const ownForm = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"] },
});

/**
 * Where the link of a confirmation leads. Opening it does nothing: scanners of mail open links, and only a person presses the
 * button. No page says whose address it is.
 */
export function confirmPage({ database, sealer }: ApiServices): Router {
  const router = Router();
  const path = '/alert-channels/:id/confirm';
  router.all(path, ownForm, async (request, response) => {
    const id = String(request.params.id);
    const { word } = request.query;
    const isGiven = isUuid(id) && typeof word === 'string' && word.length <= 100;
    const known = isGiven ? await knowsChannel(database, sealer, { id, word }) : null;
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).type('html');
    if (known === null) {
      response.status(404).send(UNKNOWN);
    } else if (request.method === 'POST') {
      const from = { address: clientAddress(request) ?? null, requestId: response.locals.requestId };
      await confirmChannel(database, { id, ...known }, from);
      response.send(CONFIRMED);
    } else {
      response.send(ASKING);
    }
  });
  return router;
}

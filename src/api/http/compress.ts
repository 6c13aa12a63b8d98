import { constants } from 'node:zlib';
import compression from 'compression';
import type { Response } from 'express';

/**
 * Packs answers from 1 kB with br or gzip where the client takes it, those to GET alone: what is secret, such as a key, is
 * shown in answers to other methods, and the length of a packed answer would tell of it beside text that somebody else
 * chose (BREACH). Lowest levels: 50 products of 80 kB become 15–17 kB in 1 ms of a core; the usual levels take 2–3 for 14.
 */
export const compress = compression({
  level: 1,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
  filter: (request, response) =>
    request.method === 'GET' && (isOfLines(response) || compression.filter(request, response)),
});

/** JSON by lines, which the package takes for something that may be packed already. */
const isOfLines = (response: Response): boolean => String(response.getHeader('Content-Type')).includes('ndjson');

/** What goes out over HTTP. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function html(status: number, title: string): Answer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** How Shopify words the statuses of https://shopify.dev/docs/api/usage/response-codes. */
const STATUS_ANSWERS: Record<number, () => Answer> = {
  401: () => json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }),
  402: () => json(402, { errors: 'Unavailable Shop' }),
  403: () => json(403, { errors: '[API] This action requires merchant approval for read_products scope.' }),
  404: () => json(404, { errors: 'Not Found' }),
  423: () => json(423, { errors: 'Unavailable Shop' }),
  429: () => json(429, { errors: 'Exceeded 2 calls per second for api client.' }, { 'retry-after': '2.0' }),
  430: () => html(430, 'Shopify Security Rejection'),
};

/** The answer of a status; those of the 5xx come from a proxy in front and are HTML. */
export function statusAnswer(status: number): Answer {
  return STATUS_ANSWERS[status]?.() ?? html(status, `${status} Something went wrong`);
}

import { ProblemBody } from '../../src/api/http/problem';
import { ROUTES } from '../../src/api/routes';

interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  body: any;
}

interface AskOptions {
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  raw?: string;
  headers?: Record<string, string>;
}

/** `ask('GET /v1/stores')`; every answer is held against the contract first. */
export type Ask = (request: string, options?: AskOptions) => Promise<Reply>;

export function asker(url: string, callerHeaders: Record<string, string> = {}): Ask {
  return async (request, { json, raw, headers = {} } = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const body = json === undefined ? raw : JSON.stringify(json);
    const response = await fetch(url + path, {
      method,
      headers: { ...callerHeaders, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const reply = { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
    holdAgainstContract(method, path, reply);
    return reply;
  };
}

function holdAgainstContract(method: string, path: string, { status, headers, body }: Reply): void {
  if (status >= 400) {
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(ProblemBody.parse(body)).toMatchObject({ status, request_id: headers.get('x-request-id') });
    return;
  }
  const route = ROUTES.find((candidate) => candidate.method.toUpperCase() === method && matches(candidate.path, path));
  const schema = route?.answers[status as 200];
  if (schema && route?.mediaType === undefined) schema.parse(body);
}

function matches(pattern: string, path: string): boolean {
  const [pathname = ''] = path.split('?');
  return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(pathname);
}

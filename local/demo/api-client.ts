import { z } from 'zod';
import { reasonOf } from '../../src/process/reason-of';

/** The API answered with a problem; `detail` says what to do. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The API did not answer: it is away, or starts again. `fetch` says only that it failed, and why in its cause. */
export class ApiAway extends Error {
  constructor(request: string, cause: unknown) {
    super(`${request} got no answer: ${reasonOf(cause)}`, { cause });
  }
}

export interface ApiClient {
  get<Answer>(path: string, answer: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(path: string, answer: z.ZodType<Answer>, body?: object): Promise<Answer>;
  patch<Answer>(path: string, answer: z.ZodType<Answer>, body: object): Promise<Answer>;
  delete(path: string): Promise<void>;
}

const Problem = z.object({ code: z.string(), detail: z.string() });

/** The demo asks the API as any other client does. Throws an `ApiProblem`, or `ApiAway`. */
export function apiClient(url: string, headers: Record<string, string>): ApiClient {
  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const { status, ok, text } = await request(method, path, body);
    if (status === 204) return null;
    const content: unknown = JSON.parse(text);
    if (ok) return content;
    const { code, detail } = Problem.parse(content);
    throw new ApiProblem(status, code, detail);
  }

  async function request(method: string, path: string, body?: object) {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, ok: answer.ok, text: await answer.text() };
    } catch (error) {
      throw new ApiAway(`${method} ${path}`, causeOf(error));
    }
  }

  return {
    get: async (path, answer) => answer.parse(await ask('GET', path)),
    post: async (path, answer, body) => answer.parse(await ask('POST', path, body)),
    patch: async (path, answer, body) => answer.parse(await ask('PATCH', path, body)),
    delete: async (path) => {
      await ask('DELETE', path);
    },
  };
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;
}

export const asOperator = (url: string, key: string): ApiClient => apiClient(url, { 'X-OPERATOR-KEY': key });

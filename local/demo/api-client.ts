import { z } from 'zod';

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

export interface ApiClient {
  get<Answer>(path: string, answer: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(path: string, answer: z.ZodType<Answer>, body?: object): Promise<Answer>;
  delete(path: string): Promise<void>;
}

const Problem = z.object({ code: z.string(), detail: z.string() });

/** The demo asks the API as any other client does. A problem is thrown as `ApiProblem`. */
export function apiClient(url: string, headers: Record<string, string>): ApiClient {
  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status === 204) return null;
    const content: unknown = await answer.json();
    if (answer.ok) return content;
    const { code, detail } = Problem.parse(content);
    throw new ApiProblem(answer.status, code, detail);
  }

  return {
    get: async (path, answer) => answer.parse(await ask('GET', path)),
    post: async (path, answer, body) => answer.parse(await ask('POST', path, body)),
    delete: async (path) => {
      await ask('DELETE', path);
    },
  };
}

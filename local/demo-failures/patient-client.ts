import { setTimeout as sleep } from 'node:timers/promises';
import { ApiAway, type ApiClient, ApiProblem } from '../demo/api-client';
import { loadPerCore } from '../servers/load-per-core';

const AGAIN_MS = 200;
const GIVE_UP_MS = 60_000;

/** Temporal or the database did not answer the API in time: repeating is safe. */
const UNAVAILABLE = 503;

/** Asks again while the API, or a server behind it, is too busy to answer. What is made twice does no harm here. */
export function patientClient(api: ApiClient, giveUpMs = GIVE_UP_MS): ApiClient {
  async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (const startedAt = performance.now(); ; await sleep(AGAIN_MS)) {
      try {
        return await ask();
      } catch (error) {
        const isPassing = error instanceof ApiAway || (error instanceof ApiProblem && error.status === UNAVAILABLE);
        if (!isPassing || performance.now() - startedAt > giveUpMs * loadPerCore()) throw error;
      }
    }
  }

  return {
    get: (path, answer) => patiently(() => api.get(path, answer)),
    post: (path, answer, body) => patiently(() => api.post(path, answer, body)),
    patch: (path, answer, body) => patiently(() => api.patch(path, answer, body)),
    delete: (path) => patiently(() => api.delete(path)),
  };
}

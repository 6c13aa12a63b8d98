import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export interface LoadKind {
  name: string;
  /** Path and query of the n-th request of this kind. */
  path(number: number): string;
  /** What the n-th posts; absent: it reads. */
  post?(number: number): Posted;
}

export interface Posted {
  headers: Record<string, string>;
  body: string;
}

export interface LoadResult {
  name: string;
  milliseconds: number[];
  failed: number;
}

export interface Load {
  origin: string;
  headers: Record<string, string>;
  kinds: readonly LoadKind[];
  requestsASecond: number;
  seconds: number;
}

/** More than ever wait at once, unless the server is overloaded. */
const CONNECTIONS = 64;

/**
 * Requests at a constant rate, the kinds in turn, each sent when it is due whether or not earlier ones have been
 * answered. Latency counts from when a request was due: a server that stalls is charged for all who would have come.
 */
export async function constantRate({ origin, headers, kinds, requestsASecond, seconds }: Load): Promise<LoadResult[]> {
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const results = kinds.map(({ name }): LoadResult => ({ name, milliseconds: [], failed: 0 }));
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];

  async function send(number: number, due: number): Promise<void> {
    const at = number % kinds.length;
    const [kind, result] = [kinds[at], results[at]];
    if (!kind || !result) return;
    const turn = Math.floor(number / kinds.length);
    const path = kind.path(turn);
    const posted = kind.post?.(turn);
    const answered = await pool
      .request({
        ...(posted === undefined ? { method: 'GET' } : { method: 'POST', body: posted.body }),
        path,
        headers: { ...headers, ...posted?.headers },
      })
      .then(async ({ statusCode, body }) => {
        await body.dump();
        return statusCode === 200;
      })
      .catch(() => false);
    if (!answered) result.failed += 1;
    result.milliseconds.push(performance.now() - due);
  }

  for (let number = 0; number < requestsASecond * seconds; number++) {
    const due = startedAt + (number * 1_000) / requestsASecond;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    underWay.push(send(number, due));
  }
  await Promise.all(underWay);
  await pool.close();
  return results;
}

import openApiClient, { type Client as OpenApiClient } from 'openapi-fetch';
import { type Credentials, headersOf } from './credentials.ts';
import {
  type ChangeBatch,
  changeBatches,
  type FollowOptions,
  type FollowOutcome,
  followChanges,
} from './follow-changes.ts';
import type { paths } from './generated/api.ts';
import { type AnsweredPage, asPage, type ItemOf, type ListPath, type ListRequest, pagesOf } from './paging.ts';
import { orThrow } from './problem.ts';
import { type TransportOptions, transport } from './transport.ts';
import { type Run, type WaitOptions, waitForRun } from './wait-for-run.ts';

export interface ClientOptions extends TransportOptions {
  /** Where the service is: `http://127.0.0.1:8080`. */
  baseUrl: string;
  credentials?: Credentials;
}

/** `GET`, `POST`, … of the API's paths answer `{data}` or `{error}`, a problem; the helpers throw problems. */
export interface Client extends Omit<OpenApiClient<paths>, 'use' | 'eject' | 'HEAD' | 'OPTIONS' | 'TRACE' | 'request'> {
  /** The pages of a list. */
  pages<Path extends ListPath>(
    path: Path,
    request?: ListRequest<Path>,
  ): AsyncGenerator<ItemOf<Path>[], void, undefined>;
  /** The items of a list, page after page. */
  items<Path extends ListPath>(path: Path, request?: ListRequest<Path>): AsyncGenerator<ItemOf<Path>, void, undefined>;
  /** A run, once it is over or waits for an approval. */
  waitForRun(runId: string, options?: WaitOptions): Promise<Run>;
  /** The changes of the catalogue, batch after batch, for a loop of your own. */
  changeBatches(options?: FollowOptions): AsyncGenerator<ChangeBatch, FollowOutcome, undefined>;
  /** Hands you the changes of the catalogue until the signal or the end of what is kept ends it. */
  followChanges(
    options: FollowOptions & { onBatch: (batch: ChangeBatch) => Promise<void> | void },
  ): Promise<FollowOutcome>;
}

export function createClient({ baseUrl, credentials, ...options }: ClientOptions): Client {
  // A redirect would carry the key, a header of ours, to whatever host it names.
  const client = openApiClient<paths>({
    baseUrl,
    headers: headersOf(credentials),
    fetch: transport(options),
    redirect: 'error',
  });
  const { GET, POST, PUT, PATCH, DELETE } = client;
  // The path's own types hold for callers; in here a list is whatever has items and a cursor.
  const getPage = GET as unknown as <Item>(path: string, request: object) => Promise<AnsweredPage<Item>>;

  async function* pages<Path extends ListPath>(path: Path, request?: ListRequest<Path>) {
    const { params = {}, ...rest }: { params?: { query?: object } } = request ?? {};
    yield* pagesOf((cursor) => {
      const query = { ...params.query, ...(cursor === null ? {} : { cursor }) };
      return getPage<ItemOf<Path>>(path, { ...rest, params: { ...params, query } });
    });
  }

  function batches(options: FollowOptions = {}) {
    const { signal } = options;
    return changeBatches(
      async (query) =>
        asPage(orThrow(await GET('/v1/catalog/changes', { params: { query }, ...(signal ? { signal } : {}) }))),
      options,
    );
  }

  return {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE,
    pages,
    async *items(path, request) {
      for await (const page of pages(path, request)) yield* page;
    },
    changeBatches: batches,
    followChanges: ({ onBatch, ...options }) => followChanges(batches(options), onBatch),
    waitForRun(runId, options = {}) {
      const { signal } = options;
      const request = { params: { path: { run_id: runId } }, ...(signal ? { signal } : {}) };
      return waitForRun(async () => orThrow(await GET('/v1/sync-runs/{run_id}', request)), options);
    },
  };
}

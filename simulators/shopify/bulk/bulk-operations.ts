import { deniedFields } from '../access/access-scopes';
import { shopifyTime } from '../catalogue/time';
import { executeQuery } from '../execution/execute-query';
import { operationOf, parseQuery } from '../execution/parse-query';
import { queryContext } from '../resolvers/query-context';
import type { ShopifyShop } from '../shop';
import type { ShopTimers } from '../timers';
import { jsonLines } from './bulk-lines';
import { bulkQueryProblem } from './bulk-query-rules';

type BulkStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELING' | 'CANCELED' | 'EXPIRED';

export type BulkOperation = {
  id: string;
  status: BulkStatus;
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' | null;
  createdAt: string;
  completedAt: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
  type: 'QUERY';
  query: string;
};

/** How the next operation goes, instead of well. A file cut short is a fault of the request for it (`bulk-files`). */
type BulkOutcome = { fail: 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' } | { expire: true } | { nestedAtMost: number };

type BulkUserError = { field: string[]; message: string; code: 'INVALID' | 'LIMIT_REACHED' };

export type BulkOperations = {
  /** How long an operation runs; half of it, it waits as CREATED. */
  durationMs: number;
  /** Set for the next operation that is started. */
  nextOutcome: BulkOutcome | null;
  start(query: string, groupObjects: boolean): BulkOperation | BulkUserError;
  all(): BulkOperation[];
  find(id: string): BulkOperation | undefined;
  cancel(id: string): BulkOperation | undefined;
  /** The JSONL of a finished operation. */
  file(id: string): string | undefined;
};

const MOST_AT_ONCE = 5;
const UNFINISHED: readonly BulkStatus[] = ['CREATED', 'RUNNING', 'CANCELING'];

type Ending = [status: BulkStatus, errorCode: BulkOperation['errorCode']];

type Job = { operation: BulkOperation; startedAt: number; outcome: BulkOutcome | null; grouped: boolean };

type Surroundings = {
  origin: string;
  timers: ShopTimers;
  /** Somebody wants to be told of the end. */
  isAwaited(): boolean;
  onFinished(operation: BulkOperation): void;
};

/**
 * The bulk operations of a shop. An operation moves on when somebody looks at it, and reads the shop as it is when it is
 * first seen finished. Where its end is awaited, the simulator itself looks when the time is over.
 */
export function bulkOperations(
  shop: () => ShopifyShop,
  { origin, timers, isAwaited, onFinished }: Surroundings,
): BulkOperations {
  const jobs = new Map<string, Job>();
  const files = new Map<string, string>();

  const now = () => shopifyTime(shop().clock.now().getTime());

  const operations: BulkOperations = {
    durationMs: 0,
    nextOutcome: null,

    start(query, grouped) {
      const problem = bulkQueryProblem(query);
      if (problem) return { field: ['query'], message: problem, code: 'INVALID' };
      if (operations.all().filter(({ status }) => UNFINISHED.includes(status)).length >= MOST_AT_ONCE) {
        const message = `A shop runs at most ${MOST_AT_ONCE} bulk query operations at a time.`;
        return { field: ['query'], message, code: 'LIMIT_REACHED' };
      }
      const operation = newOperation(String(5_400_000_000_001 + jobs.size), query, now());
      jobs.set(operation.id, { operation, startedAt: performance.now(), outcome: operations.nextOutcome, grouped });
      operations.nextOutcome = null;
      // A timer may come a fraction of a millisecond early.
      if (isAwaited()) timers.after(operations.durationMs + 2, () => operations.find(operation.id));
      return { ...operation };
    },
    all: () => [...jobs.values()].map(moveOn),
    find(id) {
      const job = jobs.get(id);
      return job && moveOn(job);
    },
    cancel(id) {
      const job = jobs.get(id);
      if (job && UNFINISHED.includes(moveOn(job).status)) job.operation.status = 'CANCELING';
      return job?.operation;
    },
    file: (id) => files.get(id),
  };

  function moveOn(job: Job): BulkOperation {
    const { operation, startedAt } = job;
    const seen = { ...operation };
    const ranMs = performance.now() - startedAt;
    if (operation.status === 'CANCELING') finish(operation, 'CANCELED', null);
    else if (!UNFINISHED.includes(operation.status)) return seen;
    else if (ranMs >= operations.durationMs) finish(operation, ...complete(job));
    else if (ranMs >= operations.durationMs / 2) operation.status = 'RUNNING';
    // Whoever cancels sees CANCELING once before the end, as Shopify takes a while to stop.
    return seen.status === 'CANCELING' ? seen : { ...operation };
  }

  function finish(operation: BulkOperation, ...[status, errorCode]: Ending): void {
    Object.assign(operation, { status, errorCode, completedAt: now() });
    onFinished(operation);
  }

  /** Runs the query and keeps its lines; answers how the operation ends. */
  function complete({ operation, outcome, grouped }: Job): Ending {
    if (outcome && 'expire' in outcome) return ['EXPIRED', null];
    const parsed = parseQuery(operation.query);
    const prepared = 'document' in parsed ? operationOf(parsed.document, undefined, {}) : null;
    if (!('document' in parsed) || !prepared) throw new Error(`bulk operation ${operation.id} holds no query`);

    const context = queryContext(shop(), deniedFields(parsed.document, shop().scopes));
    // One denied field fails the whole job, where a paged query would only miss that field.
    if (context.denied.size > 0) return ['FAILED', 'ACCESS_DENIED'];
    const { data, errors } = executeQuery(prepared, { ...context, whole: true });
    if (errors.length > 0) return ['FAILED', 'INTERNAL_SERVER_ERROR'];

    const nestedAtMost = outcome && 'nestedAtMost' in outcome ? outcome.nestedAtMost : Number.POSITIVE_INFINITY;
    const lines = jsonLines(data ?? {}, { grouped, nestedAtMost });
    const failed = outcome && 'fail' in outcome ? outcome.fail : null;
    // A job that fails leaves what it had: good to add from, never to conclude from what is absent.
    const kept = failed ? lines.texts.slice(0, lines.texts.length / 2) : lines.texts;
    const text = kept.map((line) => `${line}\n`).join('');
    const url = kept.length === 0 ? null : `${origin}/bulk-files/${operation.id}.jsonl`;
    files.set(operation.id, text);
    operation.objectCount = String(kept.length);
    operation.rootObjectCount = String(Math.min(lines.roots, kept.length));
    operation.fileSize = url && String(Buffer.byteLength(text));
    if (failed) operation.partialDataUrl = url;
    else operation.url = url;
    return [failed ? 'FAILED' : 'COMPLETED', failed];
  }

  return operations;
}

function newOperation(id: string, query: string, createdAt: string): BulkOperation {
  return {
    id,
    status: 'CREATED',
    errorCode: null,
    createdAt,
    completedAt: null,
    objectCount: '0',
    rootObjectCount: '0',
    fileSize: null,
    url: null,
    partialDataUrl: null,
    type: 'QUERY',
    query,
  };
}

import { z } from 'zod';
import type { BulkStart, BulkStarted } from '../../bulk-reader';
import type { StoreProblem } from '../../problem';
import { describeShop } from '../describe-shop';
import { bulkOperations, bulkProducts, runBulkOperation } from '../queries/bulk';
import { bulkLean } from '../queries/lean';
import { type AdminApi, type Question, startTask, type Task } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';
import { ShopCursor } from '../requests/shop-cursor';
import { LEFT_BY_LISTINGS } from '../requests/throttle';

/** A shop runs five operations of an app at a time; others of it may be at work. */
const BUSY: ReadonlySet<string | null> = new Set(['LIMIT_REACHED', 'OPERATION_IN_PROGRESS']);

/** It stands in the history, and is asked for again. */
const OperationId = z.string().regex(/^gid:\/\/shopify\/BulkOperation\/\d{1,30}$/);

/** Shopify remembers the operations of a week. */
const MOST_REMEMBERED = 10_000;

const Operations = z.object({
  bulkOperations: z.object({
    nodes: z.array(z.object({ id: OperationId, query: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: ShopCursor.nullable() }),
  }),
});

const Run = z.object({
  bulkOperationRunQuery: z
    .object({
      bulkOperation: z.object({ id: OperationId }).nullable(),
      userErrors: z.array(z.object({ message: z.string(), code: z.string().nullable() })),
    })
    .nullable(),
});

/**
 * The run's operation: the one that carries its tag, else a new one. An attempt whose answer was lost has started one
 * already, and a second would take another of the shop's five places.
 */
export async function startOperation(api: AdminApi, request: BulkStart): Promise<BulkStarted | StoreProblem> {
  const { runId, observation, mode, signal } = request;
  const task = startTask(signal, LEFT_BY_LISTINGS);
  const known = await findOperation(runId, api, task);
  if (known !== null) return 'operationId' in known ? { ...known, requests: task.requests } : known;

  // One denied field fails the whole operation, hours later: which ones the token may read is tried before.
  const facts = await describeShop(api, signal);
  if (facts.kind !== 'facts') return facts;
  const { fields } = api.learned;
  const tag = tagText({ runId, observation });
  const query = mode === undefined ? bulkProducts(fields, tag) : bulkLean(mode, fields, tag);
  const answer = refusalAsProblem(
    await api.ask({ document: runBulkOperation, variables: { query }, shape: Run }, task),
  );
  const { requests } = task;
  if (answer.kind === 'forbidden') return { kind: 'given_up', why: answer.detail, requests };
  if (answer.kind !== 'data') return answer;

  const started = answer.data.bulkOperationRunQuery;
  if (started?.bulkOperation) return { kind: 'started', operationId: started.bulkOperation.id, observation, requests };
  const [error] = started?.userErrors ?? [];
  if (BUSY.has(error?.code ?? null)) return { kind: 'busy', requests };
  return {
    kind: 'given_up',
    why: `Shopify did not start it: ${answer.quote(error?.message ?? 'without a reason')}`,
    requests,
  };
}

type Known = { kind: 'started'; operationId: string; observation: number };

async function findOperation(runId: string, api: AdminApi, task: Task): Promise<Known | StoreProblem | null> {
  const seen = new Set<string>();
  let after: string | null = null;
  do {
    const question: Question<z.infer<typeof Operations>> = {
      document: bulkOperations,
      variables: { after },
      shape: Operations,
    };
    const answer = refusalAsProblem(await api.ask(question, task));
    if (answer.kind !== 'data') return answer;
    const { nodes, pageInfo } = answer.data.bulkOperations;
    const known = seen.size;
    for (const { id, query } of nodes) {
      seen.add(id);
      const tag = tagOf(query);
      if (tag?.runId === runId) return { kind: 'started', operationId: id, observation: tag.observation };
    }
    // A list that goes on without anything new has no end, nor has one with more than anybody started.
    const leadsOn = pageInfo.hasNextPage && seen.size > known && seen.size < MOST_REMEMBERED;
    after = leadsOn ? pageInfo.endCursor : null;
  } while (after !== null);
  return null;
}

/** What marks an operation as a run's own, in a comment before its query: other operations of the app are not ours. */
interface OperationTag {
  runId: string;
  observation: number;
}

const TAG = /^# catalog-sync run (\S+) observation (\d+)$/m;

function tagText({ runId, observation }: OperationTag): string {
  return `catalog-sync run ${runId} observation ${observation}`;
}

function tagOf(query: string): OperationTag | null {
  const [, runId, observation] = TAG.exec(query) ?? [];
  return runId === undefined ? null : { runId, observation: Number(observation) };
}

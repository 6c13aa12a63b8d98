import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

/** As JSON text, its payloads readable: as base64 they would hide anything. */
export async function readableHistory(client: Client, workflowId: string, runId?: string): Promise<string> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return JSON.stringify(JSON.parse(historyToJSON(history), decoded));
}

function decoded(name: string, value: unknown): unknown {
  return name === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value;
}

/** Histories are fetched side by side: each is a round trip of some milliseconds. */
const AT_ONCE = 16;

/** How a client is asked, each question with its own limit of time. */
type Asking = <Result>(work: (client: Client) => Promise<Result>) => Promise<Result>;

/** Its retention ended, or its namespace, after it was listed. */
function nullIfGone(error: unknown): null {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
}

/** Calls `look` with every history of the namespace, or of a query; answers how many there are. */
export async function eachHistory(
  ask: Asking,
  look: (place: string, history: string) => void,
  query = '',
): Promise<number> {
  const found = await ask(async (client) => {
    const executions: { workflowId: string; runId: string }[] = [];
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1_000 })) {
      executions.push({ workflowId, runId });
    }
    return executions;
  });
  const left = [...found];
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { workflowId, runId } = next;
      const history = await ask((client) => readableHistory(client, workflowId, runId)).catch(nullIfGone);
      if (history !== null) look(`${workflowId} ${runId}`, history);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found.length;
}

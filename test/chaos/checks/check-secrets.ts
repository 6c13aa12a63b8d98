import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Findings } from '../findings';
import { TITLE_MARK } from '../shops/chaos-shop';
import type { ChaosWorld } from '../world/start-world';

/** The newest: a long chaos makes thousands. */
const HISTORIES = 150;

/** I8 and I10: no credential in a log or a history, no product in a history. Answers how many histories were read. */
export async function checkSecrets({ programs, shops, temporal }: ChaosWorld, findings: Findings): Promise<number> {
  const secrets = shops.flatMap((shop) => shop.secrets());
  const folder = join(programs.dataDir, 'logs');
  for (const file of readdirSync(folder)) {
    const log = readFileSync(join(folder, file), 'utf8');
    if (secrets.some((secret) => log.includes(secret))) findings.report(`I8 ${file} holds a credential`);
  }

  const executions = await temporal.ask(async (client) => {
    const found: { workflowId: string; runId: string }[] = [];
    for await (const { workflowId, runId } of client.workflow.list({ pageSize: HISTORIES })) {
      found.push({ workflowId, runId });
      if (found.length === HISTORIES) break;
    }
    return found;
  }, 30_000);
  for (const { workflowId, runId } of executions) {
    const history = await temporal.ask((client) => client.workflow.getHandle(workflowId, runId).fetchHistory(), 30_000);
    const text = JSON.stringify(JSON.parse(historyToJSON(history), readable));
    if (secrets.some((secret) => text.includes(secret))) findings.report(`I8 history ${workflowId} ${runId}`);
    if (text.includes(TITLE_MARK)) findings.report(`I10 a product’s title is in history ${workflowId} ${runId}`);
  }
  return executions.length;
}

/** Payloads stand as base64 in the JSON form, which would hide anything. */
function readable(name: string, value: unknown): unknown {
  return name === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value;
}

import { randomBytes } from 'node:crypto';
import type { WebhooksLook } from '../../../src/model/webhooks/webhooks-look';
import { TASK_QUEUE } from '../../../src/model/workflow-ids';
import type { TemporalClient } from '../../../src/temporal/connect-client';

/** A look of its own, to its end, beside those of the schedule. */
export async function lookAfterWebhooks(temporal: TemporalClient): Promise<WebhooksLook> {
  const workflowId = `webhooks-of-chaos-${randomBytes(4).toString('hex')}`;
  return temporal.ask(
    (client) => client.workflow.execute('LookAfterWebhooksWorkflow', { workflowId, taskQueue: TASK_QUEUE, args: [] }),
    120_000,
  );
}

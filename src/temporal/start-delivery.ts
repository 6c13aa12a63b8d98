import type { ChannelReference } from '../model/alerts/channels';
import { priorityOf } from '../model/priorities';
import { deliverAlertsId } from '../model/workflow-ids';
import type { TemporalClient } from './connect-client';

/** Of channels that belong to no tenant: they have a turn as one tenant has. */
const OPERATORS = 'operator';

/**
 * Starts the workflow that sends a channel what waits for it, unless it is under way. What waits stands in rows, so that a start too
 * many finds nothing, and one that is lost is made up for by the look each minute.
 */
export async function startDelivery(temporal: TemporalClient, channel: ChannelReference): Promise<void> {
  await temporal.ask((client) =>
    client.workflow.start('DeliverAlertsWorkflow', {
      workflowId: deliverAlertsId(channel.channelId),
      taskQueue: temporal.deliveriesQueue,
      args: [channel],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'Alerts to a channel',
      priority: priorityOf(channel.tenantId ?? OPERATORS, 'news'),
    }),
  );
}

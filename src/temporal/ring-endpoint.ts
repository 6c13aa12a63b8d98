import type { DeliverEventsInput } from '../model/events/event';
import { priorityOf } from '../model/priorities';
import { deliverEventsId } from '../model/workflow-ids';
import type { TemporalClient } from './connect-client';

/**
 * Tells the workflow that delivers to an endpoint that something is due, and starts it where none is under way. A ring too
 * many finds nothing; one that is lost is made up for by the look each minute. Throws when Temporal is away.
 */
export async function ringEndpoint(temporal: TemporalClient, input: DeliverEventsInput): Promise<void> {
  const typedSearchAttributes = await temporal.searchAttributes.pairs({ tenantId: input.tenantId });
  await temporal.ask((client) =>
    client.workflow.signalWithStart('DeliverEventsWorkflow', {
      workflowId: deliverEventsId(input.endpointId),
      taskQueue: temporal.deliveriesQueue,
      args: [input],
      signal: 'doorbell',
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'events to an endpoint',
      priority: priorityOf(input.tenantId, 'news'),
      typedSearchAttributes,
    }),
  );
}

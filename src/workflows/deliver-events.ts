import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DeliveryActivities } from '../activities/deliveries/delivery-activities';
import type { DeliverEventsInput } from '../model/events/event';
import { named } from './named';
import { EVENT_DELIVERIES, LONGEST_IDLE_MS } from './retry-policies';
import { listenForDoorbell } from './steps/hints/doorbell';

const { deliverEvents } = proxyActivities<Pick<DeliveryActivities, 'deliverEvents'>>(EVENT_DELIVERIES);

/**
 * Tells one endpoint what happened, one workflow an endpoint. Its signal is a doorbell and no more: what is to be told stands
 * in the database. It ends when nothing is due soon; what waits for longer is rung for when its time has come.
 */
export async function DeliverEventsWorkflow(input: DeliverEventsInput): Promise<void> {
  const bell = listenForDoorbell();
  for (;;) {
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof DeliverEventsWorkflow>(input);
    bell.answer();
    const { againInMs } = await named('what is due', deliverEvents)(input);
    if (bell.rings()) continue;
    if (againInMs === null || againInMs > LONGEST_IDLE_MS) return;
    await bell.ringsWithin(againInMs, 'until the next is due');
  }
}

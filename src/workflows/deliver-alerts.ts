import { proxyActivities } from '@temporalio/workflow';
import type { Delivered } from '../activities/deliveries/deliver-alerts';
import type { DeliveryActivities } from '../activities/deliveries/delivery-activities';
import type { ChannelReference } from '../model/alerts/channels';
import { ALERT_DELIVERIES } from './retry-policies';

const { deliverAlerts } = proxyActivities<Pick<DeliveryActivities, 'deliverAlerts'>>(ALERT_DELIVERIES);

/** Sends a channel what waits for it. One a channel, so that one that does not answer delays no other. */
export async function DeliverAlertsWorkflow(channel: ChannelReference): Promise<Delivered> {
  return deliverAlerts(channel);
}

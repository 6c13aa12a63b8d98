import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { AlertsLook } from '../model/alerts/alerts-look';
import { MINUTE_LOOKS } from './retry-policies';

const { lookAfterAlerts } = proxyActivities<Pick<Activities, 'lookAfterAlerts'>>(MINUTE_LOOKS);

/** Each minute: what is wrong with stores becomes alerts, and what is right again is solved. */
export async function LookAfterAlertsWorkflow(): Promise<AlertsLook> {
  return lookAfterAlerts();
}

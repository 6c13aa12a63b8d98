import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { Maintained } from '../activities/maintain';
import { MAINTENANCE } from './retry-policies';

const { maintain } = proxyActivities<Pick<Activities, 'maintain'>>(MAINTENANCE);

/** Every hour: runs that were ended from outside are told so, and what was kept long enough goes. */
export async function MaintenanceWorkflow(): Promise<Maintained> {
  return maintain();
}

import type { GivenDependencies } from '../dependencies';

/** Activities that wait for strangers' receivers: they are asked for on the queue for deliveries. */
export function createDeliveryActivities(_given: GivenDependencies) {
  return {};
}

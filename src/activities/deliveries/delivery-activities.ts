import { asActivity } from '../as-activity';
import type { GivenDependencies } from '../dependencies';
import { deliverAlerts, type TellingMeans } from './deliver-alerts';
import { deliverEvents } from './deliver-events';

const NO_MEANS: TellingMeans = { mailer: null, temporalUi: null };

/** Activities that wait for strangers' receivers: they are asked for on the queue for deliveries. */
export function createDeliveryActivities(given: GivenDependencies, means: TellingMeans = NO_MEANS) {
  return {
    deliverAlerts: asActivity('deliverAlerts', deliverAlerts(given, means), given.logger),
    deliverEvents: asActivity('deliverEvents', deliverEvents(given), given.logger),
  };
}

export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>;

import type { DeliveriesLook, WebhooksLookInput } from '../../model/webhooks/webhooks-look';
import { listDueEndpoints } from '../../outgoing/deliveries/list-due-endpoints';
import { ringEndpoint } from '../../temporal/ring-endpoint';
import type { Dependencies } from '../dependencies';
import { timeOfLook } from '../due/time-of-look';

/** After an outage that is a wave, which the looks of the next minutes go on with. */
const MOST_ENDPOINTS = 1_000;
const RINGS_AT_ONCE = 10;

/** For what is under way when the time is over. */
const TO_END_MS = 5_000;

/** Rings for endpoints that should have been told something: a ring was lost, a worker died, or a long wait is over. */
export const lookAfterDeliveries = ({ database, temporal, logger }: Dependencies) =>
  async function lookAfterDeliveries({ forMs }: WebhooksLookInput): Promise<DeliveriesLook> {
    const { signal, end } = timeOfLook({ forMs, toEndMs: TO_END_MS });
    const endpoints = await database.withSystem((sql) => listDueEndpoints(sql, MOST_ENDPOINTS));
    const look: DeliveriesLook = { endpoints: endpoints.length, rung: 0, left: 0 };
    const ring = async () => {
      for (let next = endpoints.shift(); next !== undefined; next = endpoints.shift()) {
        if (signal.aborted) {
          look.left += 1;
          continue;
        }
        try {
          await ringEndpoint(temporal, next);
          look.rung += 1;
        } catch (error) {
          look.left += 1;
          logger.warn(
            { err: error, tenant_id: next.tenantId, endpoint_id: next.endpointId },
            'an endpoint could not be rung for',
          );
        }
      }
    };
    await Promise.all(Array.from({ length: RINGS_AT_ONCE }, ring));
    end();
    if (look.endpoints > 0) logger.info({ ...look }, 'deliveries looked after');
    return look;
  };

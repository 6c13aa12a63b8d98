import { faultOfAddress } from '../../platforms/http/address-guard';
import { FAULTS } from '../../platforms/http/post-to-receiver';
import type { StoreSurroundings } from '../../platforms/store-platform';
import { type Problem, problem } from '../http/problem';

export const noSuchEndpoint = (id: string): Problem =>
  problem('not_found', `There is no event endpoint ${id}: GET /v1/event-endpoints lists them.`);

export const endpointPaused = (id: string): Problem =>
  problem(
    'conflict',
    `Event endpoint ${id} is paused: PATCH /v1/event-endpoints/${id} {"paused": false} lets it go on.`,
  );

/** What can be told from the address alone; its name is looked at with each delivery. */
export function refusedUrl(url: string, surroundings: StoreSurroundings): Problem | null {
  const fault = faultOfAddress(new URL(url), surroundings);
  return fault === null ? null : problem('store_address_refused', `The address ${FAULTS[fault]}.`);
}

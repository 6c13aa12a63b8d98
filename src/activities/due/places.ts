import type { UnderWay } from '../../runs/count-under-way';
import type { WaitingStart } from './starts-in-turn';

/** One tenant's slow stores must not take the places of all others. */
const SHARE_OF_TENANT = 0.25;

/** Full runs last longest: so many places are for lesser runs alone. */
const SHARE_OF_LESSER = 0.1;

/** Which places are taken: as they were counted, and by what began since. */
export function newLedger(underWay: readonly UnderWay[], places: number) {
  const ofTenant = new Map(underWay.map(({ tenantId, runs }) => [tenantId, runs]));
  const most = Math.max(1, Math.floor(places * SHARE_OF_TENANT));
  let free = places - underWay.reduce((sum, { runs }) => sum + runs, 0);
  let freeForFull = places - Math.floor(places * SHARE_OF_LESSER) - underWay.reduce((sum, { full }) => sum + full, 0);
  type Start = Pick<WaitingStart, 'tenantId' | 'kind'>;
  return {
    hasPlace: ({ tenantId, kind }: Start): boolean =>
      free > 0 && (ofTenant.get(tenantId) ?? 0) < most && (kind !== 'full' || freeForFull > 0),
    take({ tenantId, kind }: Start): void {
      free--;
      if (kind === 'full') freeForFull--;
      ofTenant.set(tenantId, (ofTenant.get(tenantId) ?? 0) + 1);
    },
  };
}

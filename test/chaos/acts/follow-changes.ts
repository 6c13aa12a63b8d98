import { z } from 'zod';
import type { ChaosWorld } from '../world/start-world';
import type { Acts } from './acts';
import { storeAt } from './trigger-acts';

const Changes = z.object({ items: z.array(z.object({ seq: z.int() })), next_cursor: z.string() });

const PAGE = 200;

/** A consumer of the changes of each tenant: it must see every number once and in order, whatever commits beside. */
export function followChanges(report: (violation: string) => void): Acts['follow'] {
  const places = new Map<string, { cursor: string | null; lastSeq: number }>();
  const reading = new Set<string>();

  return async (world: ChaosWorld, { store }) => {
    const { tenantId, api } = storeAt(world, store);
    if (reading.has(tenantId)) return false;
    reading.add(tenantId);
    const place = places.get(tenantId) ?? { cursor: null, lastSeq: 0 };
    places.set(tenantId, place);
    try {
      for (let count = PAGE; count === PAGE; ) {
        const cursor = place.cursor === null ? '' : `&cursor=${encodeURIComponent(place.cursor)}`;
        const { items, next_cursor } = await api.get(`/v1/catalog/changes?limit=${PAGE}${cursor}`, Changes);
        for (const { seq } of items) {
          if (seq !== place.lastSeq + 1) report(`tenant ${tenantId}: change ${seq} came after ${place.lastSeq}`);
          place.lastSeq = seq;
        }
        place.cursor = next_cursor;
        count = items.length;
      }
      return true;
    } finally {
      reading.delete(tenantId);
    }
  };
}

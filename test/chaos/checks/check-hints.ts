import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';
import { isDoubted } from './check-changes';
import { compareStore } from './compare-stores';

/**
 * Before any sync puts everything right: no hint waits but for the full run that is wanted of its store, and of every product that a store told of since it
 * was edited last, the catalogue has what the shop has. Answers how many products those are.
 */
export async function checkHints(world: ChaosWorld, findings: Findings): Promise<number> {
  const { programs, stores } = world;
  const waiting = await adminQuery<{ store_id: string }>(
    programs,
    `select hint.id, hint.store_id, hint.news, hint.external_ids, hint.held_by, hint.claimed_by, hint.tries,
            hint.read_again_at, store.status, store.full_wanted_at
       from webhook_events hint
       join stores store on store.tenant_id = hint.tenant_id and store.id = hint.store_id
      where hint.state = 'pending' and (coalesce(hint.held_by, '') not in ('brake', 'storm') or store.full_wanted_at is null)
      limit 20`,
  );
  for (const hint of waiting) findings.report(`a hint waits, and nothing holds it: ${JSON.stringify(hint)}`);

  let told = 0;
  for (const store of stores) {
    const { differences } = await compareStore(world, store);
    const different = new Map(differences.map(({ externalId, what }) => [externalId, what]));
    for (const { external_id: externalId, received_at, run_id } of await lastRefreshed(world, store.id)) {
      if (received_at.getTime() <= (store.shop.editedAt.get(externalId) ?? 0)) continue;
      told++;
      const what = different.get(externalId);
      if (what === undefined || (await isDoubted(store, externalId))) continue;
      findings.report(`${store.name}: not edited since it was told of and read by ${run_id}, ${what}`, received_at);
    }
  }
  return told;
}

function lastRefreshed({ programs }: ChaosWorld, storeId: string) {
  return adminQuery<{ external_id: string; received_at: Date; run_id: string }>(
    programs,
    `select distinct on (told.external_id) told.external_id, hint.received_at, hint.run_id
       from webhook_events hint, unnest(hint.external_ids) told(external_id)
      where hint.store_id = $1::uuid and hint.state = 'refreshed' and hint.subject = 'product'
      order by told.external_id, hint.received_at desc`,
    [storeId],
  );
}

import { countUnread, nextUnread, wasReadInVain } from '../../catalog/unknown/unknown-products';
import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { bringFullForward } from '../../stores/freshness/full-wanted';
import type { Dependencies } from '../dependencies';
import type { AskedForTime } from '../store/ask-store';
import { openStore } from '../store/open-store';
import { readByIds } from '../store/read-by-ids';

export interface ReadUnknownInput {
  run: RunReference;
  currency: string;
}

/** More than a day's new products of most shops; beyond, the listing that a full run reads is cheaper. */
const MOST_UNKNOWN = 200;

/**
 * Reads whole, by id, what a lean listing showed and could not compare, as a refresh does. `unread`: those that were set
 * aside and wait for their time, and those that did not come and that the store does not call gone; or all of them when
 * there are so many that a full run has to come.
 */
export const readUnknown = (dependencies: Dependencies) =>
  async function readUnknown({
    run,
    currency,
  }: ReadUnknownInput): Promise<{ kind: 'read'; unread: number } | AskedForTime> {
    const { database } = dependencies;
    const { toRead, waiting } = await database.withTenant(run.tenantId, (sql) => countUnread(sql, run));
    if (toRead > MOST_UNKNOWN) {
      if (!run.dryRun) await database.withTenant(run.tenantId, (sql) => leaveToFullRun(sql, run, toRead));
      return { kind: 'read', unread: toRead + waiting };
    }
    if (toRead === 0) return { kind: 'read', unread: waiting };
    const store = await openStore(dependencies, run);
    const limit = store.connection.idsAtOnce;
    let unread = waiting;
    for (let after = ''; ; ) {
      const from = after;
      const externalIds = await database.withTenant(run.tenantId, (sql) =>
        nextUnread(sql, run, { after: from, limit }),
      );
      const last = externalIds.at(-1);
      if (last === undefined) return { kind: 'read', unread };
      const settled = await readByIds(dependencies, store, run, { externalIds, currency });
      if (settled.kind === 'wait') return settled;
      unread += settled.unclear.length;
      after = last;
    }
  };

async function leaveToFullRun(sql: TenantSql, run: RunReference, products: number): Promise<void> {
  if (await wasReadInVain(sql, run)) return;
  const why = `Run ${run.id} (${run.mode}) met ${products} products that the catalogue lacks, or has with other variants.`;
  await bringFullForward(sql, run.storeId, why);
}

import { nextWaiting } from '../catalog/rejected/next-waiting';
import type { RunReference } from '../model/run-reference';
import type { Dependencies } from './dependencies';
import type { AskedForTime } from './store/ask-store';
import { openStore } from './store/open-store';
import { readByIds } from './store/read-by-ids';

export interface ReadWaitingInput {
  run: RunReference;
  currency: string;
}

/** So many a run: the rest has its turn in the next one. */
const MOST_WAITING = 1_000;

/**
 * Reads again by id what an incremental listing does not show though it waits for news: products that were set aside,
 * and planned ones whose time has come.
 */
export const readWaiting = (dependencies: Dependencies) =>
  async function readWaiting({ run, currency }: ReadWaitingInput): Promise<{ kind: 'read' } | AskedForTime> {
    const store = await openStore(dependencies, run);
    const { idsAtOnce } = store.connection;
    let after = '';
    for (let read = 0; read < MOST_WAITING; read += idsAtOnce) {
      const from = after;
      const externalIds = await dependencies.database.withTenant(run.tenantId, (sql) =>
        nextWaiting(sql, run, { after: from, limit: idsAtOnce }),
      );
      const last = externalIds.at(-1);
      if (last === undefined) break;
      const settled = await readByIds(dependencies, store, run, { externalIds, currency });
      if (settled.kind === 'wait') return settled;
      after = last;
    }
    return { kind: 'read' };
  };

import type { RunReference } from '../model/run-reference';
import { noteProgress } from '../runs/note-progress';
import type { Dependencies } from './dependencies';
import { describeStore } from './store/describe-store';
import { openStore } from './store/open-store';
import { readByIds } from './store/read-by-ids';

export interface RefreshProductsInput {
  run: RunReference;
  externalIds: string[];
}

/** `done` of the ids were read; the rest waits because the store asks for a long pause. */
export interface RefreshedProducts {
  done: number;
  waitMs: number;
  why?: string;
}

/** Reads products again by their ids, a piece at a time, and merges them beside whatever else runs (I12). */
export const refreshProducts = (dependencies: Dependencies) =>
  async function refreshProducts({ run, externalIds }: RefreshProductsInput): Promise<RefreshedProducts> {
    const { database } = dependencies;
    const store = await openStore(dependencies, run);
    const described = await describeStore(dependencies, store, run);
    if (described.kind === 'wait') return { done: 0, waitMs: described.waitMs, why: described.why };
    const { currency } = described.facts;
    await database.withTenant(run.tenantId, (sql) => noteProgress(sql, run.id, { phase: 'reading' }));

    let done = 0;
    while (done < externalIds.length) {
      const piece = externalIds.slice(done, done + store.connection.idsAtOnce);
      const read = await readByIds(dependencies, store, run, { externalIds: piece, currency });
      if (read.kind === 'wait') return { done, waitMs: read.waitMs, why: read.why };
      done += piece.length;
    }
    return { done, waitMs: 0 };
  };

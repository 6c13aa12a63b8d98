import { nextObservation } from '../catalog/staging/next-observation';
import type { RunReference } from '../model/run-reference';
import { noteProgress } from '../runs/note-progress';
import type { Dependencies } from './dependencies';
import { askStore } from './store/ask-store';
import { describeStore } from './store/describe-store';
import { mergeReadProducts } from './store/merge-read-products';
import { openStore } from './store/open-store';
import { settleAbsent } from './store/settle-absent';

/** A refresh that meets a newer observation reads again; a store that changes faster than that is read by the next run. */
const LOOKS = 3;

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
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    const described = await describeStore(dependencies, store, run);
    if (described.kind === 'wait') return { done: 0, waitMs: described.waitMs, why: described.why };
    const { currency } = described.facts;
    await database.withTenant(run.tenantId, (sql) => noteProgress(sql, run.id, { phase: 'reading' }));

    let done = 0;
    while (done < externalIds.length) {
      const piece = externalIds.slice(done, done + store.connection.idsAtOnce);
      let absent: string[] = [];
      for (let look = 1; look <= LOOKS; look++) {
        const observation = await database.withTenant(run.tenantId, nextObservation);
        const asked = await askStore(store, patience, (signal) =>
          store.connection.fetchByIds({ externalIds: piece, currency, signal }),
        );
        if (asked.kind === 'wait') return { done, waitMs: asked.waitMs, why: asked.why };
        const { overtaken } = await mergeReadProducts(dependencies, run, asked.answer, observation);
        const came = new Set([...asked.answer.products, ...asked.answer.rejected].map((each) => each.external_id));
        absent = piece.filter((id) => !came.has(id));
        if (overtaken === 0) break;
      }
      if (absent.length > 0) {
        const settled = await settleAbsent(dependencies, store, run, { externalIds: absent, currency });
        if (settled.kind === 'wait') return { done, waitMs: settled.waitMs, why: settled.why };
      }
      done += piece.length;
    }
    return { done, waitMs: 0 };
  };

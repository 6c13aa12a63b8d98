import { nextSuspects, noteMissingAnswers } from '../catalog/missing/suspects';
import { nextObservation } from '../catalog/staging/next-observation';
import type { RunReference } from '../model/run-reference';
import type { Dependencies } from './dependencies';
import type { AskedForTime } from './store/ask-store';
import { askStore } from './store/ask-store';
import { mergeReadProducts } from './store/merge-read-products';
import { openStore } from './store/open-store';

export interface ConfirmMissingInput {
  run: RunReference;
  currency: string;
}

/** `waitMs`: the store asks for a long wait before the rest. */
export type ConfirmedMissing = { kind: 'asked_all' } | AskedForTime;

/**
 * Asks the store about exactly the suspects (I1), piece by piece; what turns out to be alive is merged like a page. An
 * attempt that is cut off goes on with those that have no answer yet.
 */
export const confirmMissing = (dependencies: Dependencies) =>
  async function confirmMissing({ run, currency }: ConfirmMissingInput): Promise<ConfirmedMissing> {
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    for (;;) {
      const piece = await database.withTenant(run.tenantId, async (sql) => ({
        externalIds: await nextSuspects(sql, run, store.connection.idsAtOnce),
        observation: await nextObservation(sql),
      }));
      if (piece.externalIds.length === 0) return { kind: 'asked_all' };

      const asked = await askStore(store, patience, (signal) =>
        store.connection.confirmMissing({ externalIds: piece.externalIds, currency, signal }),
      );
      if (asked.kind === 'wait') return asked;
      await mergeReadProducts(dependencies, run, asked.answer, piece.observation);
      const answered = new Set(asked.answer.answers.map((each) => each.external_id));
      const silent = piece.externalIds.filter((id) => !answered.has(id));
      await database.withTenant(run.tenantId, (sql) =>
        noteMissingAnswers(
          sql,
          run,
          [
            ...asked.answer.answers,
            ...silent.map((id) => ({ external_id: id, answer: 'unclear' as const, detail: SILENT })),
          ],
          piece.observation,
        ),
      );
    }
  };

const SILENT = 'The store’s answer did not mention this product.';

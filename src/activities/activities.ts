import { asActivity } from './as-activity';
import { claimApproval } from './claim-approval';
import { closeRun } from './close-run';
import { confirmMissing } from './confirm-missing';
import { deactivateMissing } from './deactivate-missing';
import type { Dependencies } from './dependencies';
import { fetchProductPages } from './fetch-product-pages';
import { findMissing } from './find-missing';
import { holdForApproval } from './hold-for-approval';
import { listStores } from './list-stores';
import { noteRun } from './note-run';
import { noteSweep } from './note-sweep';
import { openRun } from './open-run';
import { refreshProducts } from './refresh-products';
import { upsertProductPages } from './upsert-product-pages';

/** All activities, bound to what they work with. Their names are those of the files. */
export function createActivities(dependencies: Dependencies) {
  const activity = <Input, Result>(make: (dependencies: Dependencies) => (input: Input) => Promise<Result>) => {
    const work = make(dependencies);
    return asActivity(work.name, work, dependencies.logger);
  };
  return {
    openRun: activity(openRun),
    fetchProductPages: activity(fetchProductPages),
    upsertProductPages: activity(upsertProductPages),
    findMissing: activity(findMissing),
    confirmMissing: activity(confirmMissing),
    deactivateMissing: activity(deactivateMissing),
    holdForApproval: activity(holdForApproval),
    claimApproval: activity(claimApproval),
    refreshProducts: activity(refreshProducts),
    noteRun: activity(noteRun),
    closeRun: activity(closeRun),
    listStores: activity(listStores),
    noteSweep: activity(noteSweep),
  };
}

export type Activities = ReturnType<typeof createActivities>;

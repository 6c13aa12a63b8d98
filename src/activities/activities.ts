import { cancellationSignal } from '@temporalio/activity';
import type { RunReference } from '../model/run-reference';
import { lookAfterAlerts } from './alerts/look-after-alerts';
import { asActivity } from './as-activity';
import { cancelBulk, lookAtBulk, startBulk } from './bulk/bulk-operation';
import { clearBulk, loadBulkLines } from './bulk/load-bulk-lines';
import { stageBulkPages } from './bulk/stage-bulk-pages';
import { claimApproval } from './claim-approval';
import { closeRun } from './close-run';
import { confirmMissing } from './confirm-missing';
import { deactivateMissing } from './deactivate-missing';
import { closeTenant } from './deletion/close-tenant';
import { deleteTenantRows } from './deletion/delete-tenant-rows';
import { endTenantWork } from './deletion/end-tenant-work';
import { forgetHistories } from './deletion/forget-histories';
import type { Dependencies, GivenDependencies } from './dependencies';
import { attendDueStores } from './due/attend-due-stores';
import { fetchProductPages } from './fetch-product-pages';
import { findGone } from './find-gone';
import { findMissing } from './find-missing';
import { claimHints } from './hints/claim-hints';
import { leaveHints } from './hints/leave-hints';
import { readHints } from './hints/read-hints';
import { settleSuspected } from './hints/settle-suspected';
import { holdForApproval } from './hold-for-approval';
import { readUnknown } from './lean/read-unknown';
import { settleLean } from './lean/settle-lean';
import { maintain } from './maintain';
import { noteRun } from './note-run';
import { openRun } from './open-run';
import { readWaiting } from './read-waiting';
import { refreshProducts } from './refresh-products';
import { takeSamples } from './sample/take-samples';
import { keptReaders } from './store/kept-readers';
import { countingTraffic, trafficOfStores } from './store/traffic';
import { bringDeferredForward, listStores, modeUnderWay, noteSweep } from './sweep';
import { upsertProductPages } from './upsert-product-pages';
import { lookAfterDeliveries } from './webhooks/look-after-deliveries';
import { lookAfterHints } from './webhooks/look-after-hints';
import { lookAfterRegistrations } from './webhooks/look-after-registrations';

/** All activities, bound to what they work with. Their names are those of the files. */
export function createActivities(given: GivenDependencies) {
  const dependencies: Dependencies = { ...given, traffic: trafficOfStores(given) };
  const activity = <Input extends unknown[], Result>(
    make: (dependencies: Dependencies) => (...input: Input) => Promise<Result>,
  ) => {
    const work = make(dependencies);
    return asActivity(work.name, work, dependencies.logger);
  };
  /** Of those that ask a store. */
  const asking = <Input extends { run: RunReference }, Result>(
    make: (dependencies: Dependencies) => (input: Input) => Promise<Result>,
  ) => {
    const work = make(dependencies);
    const counted = countingTraffic(dependencies, work);
    // So that none of a tenant's stores keep the others' waiting.
    const inTurn = (input: Input) =>
      given.places.inTurn(input.run.tenantId, cancellationSignal(), () => counted(input));
    return asActivity(work.name, inTurn, dependencies.logger);
  };
  /** Of a tenant's deletion, which nothing may leave half done. */
  const deleting = <Input extends unknown[], Result>(
    make: (dependencies: Dependencies) => (...input: Input) => Promise<Result>,
  ) => {
    const work = make(dependencies);
    return asActivity(work.name, work, dependencies.logger, { isRetriedAlways: true });
  };
  const readers = keptReaders();
  return {
    openRun: activity(openRun),
    fetchProductPages: asking((all) => fetchProductPages(all, readers)),
    startBulk: asking(startBulk),
    lookAtBulk: asking(lookAtBulk),
    cancelBulk: asking(cancelBulk),
    loadBulkLines: asking(loadBulkLines),
    stageBulkPages: asking(stageBulkPages),
    clearBulk: activity(clearBulk),
    upsertProductPages: activity(upsertProductPages),
    findMissing: asking(findMissing),
    findGone: asking(findGone),
    confirmMissing: asking(confirmMissing),
    deactivateMissing: activity(deactivateMissing),
    holdForApproval: activity(holdForApproval),
    claimApproval: activity(claimApproval),
    refreshProducts: asking(refreshProducts),
    readWaiting: asking(readWaiting),
    settleLean: asking(settleLean),
    readUnknown: asking(readUnknown),
    claimHints: activity(claimHints),
    readHints: asking(readHints),
    settleSuspected: activity(settleSuspected),
    leaveHints: activity(leaveHints),
    noteRun: activity((all) => noteRun(all, readers)),
    closeRun: activity((all) => closeRun(all, readers)),
    listStores: activity(listStores),
    modeUnderWay: activity(modeUnderWay),
    bringDeferredForward: activity(bringDeferredForward),
    maintain: activity(maintain),
    attendDueStores: activity(attendDueStores),
    lookAfterHints: activity(lookAfterHints),
    lookAfterRegistrations: activity(lookAfterRegistrations),
    takeSamples: activity(takeSamples),
    lookAfterAlerts: activity(lookAfterAlerts),
    lookAfterDeliveries: activity(lookAfterDeliveries),
    noteSweep: activity(noteSweep),
    endTenantWork: deleting(endTenantWork),
    closeTenant: deleting(closeTenant),
    forgetHistories: deleting(forgetHistories),
    deleteTenantRows: deleting(deleteTenantRows),
  };
}

export type Activities = ReturnType<typeof createActivities>;

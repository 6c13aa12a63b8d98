import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ChildReport, ControlInput, Decision, RunProgress } from '../model/workflow-inputs';

export const pauseSignal = defineSignal<[ControlInput?]>('pause');
export const resumeSignal = defineSignal<[ControlInput?]>('resume');
/** Ends the wait before a run's own retry. */
export const retryNowSignal = defineSignal<[ControlInput?]>('retryNow');

/** A full run is to start in this one's place. */
export const supersedeSignal = defineSignal<[ControlInput?]>('supersede');

/** The platform says that a bulk operation ended: the run looks at once. It looks by itself, too. */
export const bulkFinishedSignal = defineSignal<[]>('bulkFinished');
export const progressQuery = defineQuery<RunProgress>('progress');

/** The store told something: what, stands in the inbox. */
export const doorbellSignal = defineSignal<[]>('doorbell');

export const approveUpdate = defineUpdate<{ accepted: true }, [Decision]>('approve');
export const rejectUpdate = defineUpdate<{ accepted: true }, [Decision]>('reject');
/** A later full run took this approval's place. */
export const supersededSignal = defineSignal<[{ byRunId: string }]>('superseded');
export const childReportSignal = defineSignal<[ChildReport]>('childReport');

import { type LeftBecause, leaveHints as leave } from '../../hints/leave-hints';
import type { RunReference } from '../../model/run-reference';
import type { Dependencies } from '../dependencies';

export interface LeaveHintsInput {
  run: RunReference;
  because: LeftBecause;
}

/** Puts back what a run claimed, as it ends before its time. */
export const leaveHints = ({ database }: Dependencies) =>
  async function leaveHints({ run, because }: LeaveHintsInput): Promise<void> {
    await database.withTenant(run.tenantId, (sql) => leave(sql, run, because));
  };

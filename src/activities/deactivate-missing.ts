import { askBrake, type BrakeVerdict } from '../catalog/missing/ask-brake';
import { deactivateConfirmed } from '../catalog/missing/deactivate-confirmed';
import { deactivateDry } from '../catalog/missing/deactivate-dry';
import { leaveDecided } from '../catalog/missing/decided-by-full';
import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { askByFullRun } from '../runs/full-by-lesser';
import { holdFence } from '../runs/hold-fence';
import { noteProgress } from '../runs/note-progress';
import { lockStore } from '../stores/lock-store';
import type { Dependencies } from './dependencies';
import { executionIdOf } from './run-context';
import { runReplaced } from './store/failures';

/** Products a transaction: the store's lock is held for milliseconds only. */
const PIECE = 500;

export interface DeactivateMissingInput {
  run: RunReference;
  /** No product came in the listing: then any confirmed one is held for approval. */
  emptyListing: boolean;
  /** An operator approved: the brake is not asked. */
  approved: boolean;
}

export type DeactivatedMissing =
  | { kind: 'deactivated'; deactivated: number; stale: number }
  /** Too many to be switched off without somebody's word. Nothing was. */
  | ({ kind: 'held' } & BrakeVerdict);

/**
 * Switches off what the store itself said is gone (I1), unless the brake holds it all. Works in pieces. A dry run notes
 * what it would switch off, and has no brake.
 */
export const deactivateMissing = ({ database }: Dependencies) =>
  async function deactivateMissing(input: DeactivateMissingInput): Promise<DeactivatedMissing> {
    const { run } = input;
    if (run.dryRun) {
      const deactivated = await database.withTenant(run.tenantId, (sql) => deactivateDry(sql, run));
      return { kind: 'deactivated', deactivated, stale: 0 };
    }
    const executionId = executionIdOf(run);
    if (!input.approved) {
      const { verdict } = await database.withTenant(run.tenantId, (sql) => brakeOf(sql, input));
      if (verdict.holds) return { kind: 'held', ...verdict };
    }
    faultPoint('missing-confirmed');
    await database.withTenant(run.tenantId, (sql) => noteProgress(sql, run.id, { phase: 'deactivating' }));
    const done = { kind: 'deactivated' as const, deactivated: 0, stale: 0 };
    for (;;) {
      const piece = await database.withTenant(run.tenantId, async (sql) => {
        await lockStore(sql, run.storeId);
        if ((await holdFence(sql, run, executionId)) !== 'held') throw runReplaced(run);
        // Lesser runs are there beside each other: what one switched off meanwhile counts for the other.
        const brake = isLesser(run) ? await brakeOf(sql, input) : null;
        if (brake?.verdict.holds) return { kind: 'held' as const, ...brake.verdict };
        return { kind: 'piece' as const, ...(await deactivateConfirmed(sql, run, PIECE, brake?.besides)) };
      });
      if (piece.kind === 'held') return piece;
      done.deactivated += piece.deactivated;
      done.stale += piece.stale;
      faultPoint('piece-deactivated');
      if (piece.deactivated + piece.overtaken + piece.stale === 0) return done;
    }
  };

const isLesser = ({ mode }: RunReference): boolean => mode !== 'full';

/** Of a lesser run what a full run's decision is about is left to that. */
async function brakeOf(sql: TenantSql, { run, emptyListing }: DeactivateMissingInput) {
  const besides = isLesser(run) ? await leaveDecided(sql, run) : [];
  const verdict = await askBrake(sql, run, { emptyListing, besides });
  if (verdict.holds && isLesser(run)) await askByFullRun(sql, run);
  return { verdict, besides };
}

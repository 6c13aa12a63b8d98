import type { Database } from '../database/database';
import { type AskedEntry, noteOutcomeApart } from '../logs/audit-log';
import { wasNotTaken } from '../temporal/unavailable';

/**
 * Has Temporal do what was asked for. What it certainly did not take is `failed` in the audit log; when its answer was
 * lost, it may have been done, and the outcome stays open.
 */
export async function carryOut<Result>(
  database: Database,
  asked: AskedEntry,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // Where the database is away as well, the entry says that the outcome is not known.
    if (wasNotTaken(error))
      await noteOutcomeApart(database, asked, 'failed', { reason: REASON }).catch(() => undefined);
    throw error;
  }
}

const REASON = 'temporal_unavailable';

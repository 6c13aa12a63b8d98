import { z } from 'zod';
import { Run } from '../../../src/api/schemas/run';
import { RUN_MODES, type RunStatus } from '../../../src/model/run';
import type { ChaosStore } from './start-world';

export const ChaosRun = z.object(Run.shape);
export type ChaosRun = z.infer<typeof ChaosRun>;

const Runs = z.object({ items: z.array(ChaosRun) });

/** The store's latest runs of every mode, newest first. */
export async function runsOfStore({ api, id }: ChaosStore, status?: RunStatus): Promise<ChaosRun[]> {
  const query = `store_id=${id}&mode=${RUN_MODES}&limit=30${status ? `&status=${status}` : ''}`;
  const { items } = await api.get(`/v1/sync-runs?${query}`, Runs);
  return items;
}

/** A brake ended it until somebody accepts what it saw. */
export const isBraked = ({ status, error }: ChaosRun): boolean =>
  status === 'failed' && (error?.type === 'suspicious_change' || error?.type === 'store_changed_identity');

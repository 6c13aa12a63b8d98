import { z } from 'zod';
import { Run } from '../../src/api/schemas/run';

const { id, status, phase, progress, duration_ms, next_attempt_at, products, variants, error } = Run.shape;

/** What the demo shows of a run. Like any client it overlooks what else the API tells. */
export const SyncRun = z.object({
  id,
  status,
  phase,
  progress,
  duration_ms,
  next_attempt_at,
  products: z.object(products.shape),
  variants: z.object(variants.shape),
  error,
});

export type SyncRun = z.infer<typeof SyncRun>;

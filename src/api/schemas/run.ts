import { z } from 'zod';
import { RUN_MODES, RUN_PHASES, RUN_READERS, RUN_STATUSES, RUN_TRIGGERS } from '../../model/run';
import { RUN_ERROR_TYPES } from '../../model/run-errors';
import { RUN_PROBLEM_TYPES } from '../../model/run-problem';
import { WAITING_REASONS } from '../../runs/run-waiting';
import { Id, Moment, OF_TENANT, PlatformName } from './fields';

const count = z.int();

export const Run = z
  .strictObject({
    id: Id,
    workflow_id: z.string(),
    store_id: Id,
    platform: PlatformName,
    mode: z.enum(RUN_MODES),
    dry_run: z.boolean(),
    trigger: z.enum(RUN_TRIGGERS),
    status: z.enum(RUN_STATUSES),
    phase: z.enum(RUN_PHASES),
    progress: z.number().min(0).max(1).nullable().meta({ description: 'null while the total is not known' }),
    queued_at: Moment,
    started_at: Moment.nullable(),
    finished_at: Moment.nullable(),
    duration_ms: count.nullable().meta({ description: 'Up to now while it is under way' }),
    attempt: count,
    next_attempt_at: Moment.nullable(),
    reader: z.enum(RUN_READERS).meta({ description: 'bulk: large Shopify stores, as one file that Shopify writes' }),
    reader_note: z.string().nullable().meta({ description: 'Why pages are read where a bulk file was to be' }),
    products: z.strictObject({
      announced: count.nullable().meta({ description: "The store's total at the start" }),
      seen: count.meta({ description: 'Distinct products' }),
      created: count,
      updated: count,
      unchanged: count,
      reactivated: count,
      deactivated: count,
      rejected: count,
      missing: count.meta({ description: 'Candidates that no page carried, before they were asked for' }),
      unknown: count.meta({
        description:
          'Of modes inventory and prices: not in the catalogue, or not with these variants, before they were read whole',
      }),
    }),
    variants: z.strictObject({ seen: count, created: count, updated: count, unchanged: count, removed: count }),
    pages: z.strictObject({ fetched: count, merged: count }),
    requests: count.meta({ description: 'All HTTP requests to the store, those of failed tries too' }),
    throttled_ms: count.meta({ description: 'Time that the store was given because it asked for it' }),
    error: z.strictObject({ type: z.enum(RUN_ERROR_TYPES), message: z.string() }).nullable(),
    problems: z
      .array(z.strictObject({ type: z.enum(RUN_PROBLEM_TYPES), message: z.string(), count }))
      .meta({ description: 'What kept a run from `completed`; empty for one that is' }),
    waiting: z
      .strictObject({
        reason: z.enum(WAITING_REASONS),
        since: Moment,
        until: Moment.nullable().meta({ description: 'null: until somebody does something' }),
        message: z.string(),
      })
      .nullable()
      .meta({
        description:
          'A sync by hand ends `store_asked` (once a minute) and `retry`; `paused_in_temporal` and `no_worker` are told when the run is read by its id',
      }),
    last_activity_at: Moment.meta({ description: 'When a worker last wrote something down for this run' }),
    ...OF_TENANT,
  })
  .meta({ id: 'Run' });

export const RunAccepted = z
  .strictObject({ status: z.literal('accepted'), message: z.string(), workflow_id: z.string(), run_id: Id })
  .meta({ id: 'RunAccepted' });

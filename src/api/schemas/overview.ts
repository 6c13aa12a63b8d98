import { z } from 'zod';
import { PLATFORMS } from '../../model/platform';
import { LAST_STATUSES } from '../../model/run';
import { RUN_ERROR_TYPES } from '../../model/run-errors';
import { STORE_STATUSES } from '../../model/store-status';
import { WEBHOOK_TROUBLES } from '../../stores/overview/webhooks-in-trouble';
import { Id, Moment, PlatformName } from './fields';

const count = z.int();

const countsBy = <Key extends string>(keys: readonly [Key, ...Key[]]) => z.partialRecord(z.enum(keys), count);

const namedStore = {
  tenant_id: Id,
  tenant_name: z.string().optional().meta({ description: 'For operators' }),
  store_id: Id,
  store_name: z.string(),
  platform: PlatformName,
};

const firstOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.strictObject({ ...namedStore, ...shape })).meta({ description: 'The first 10' });

const [firstError = 'internal', ...otherErrors] = RUN_ERROR_TYPES;

export const OverviewBody = z
  .strictObject({
    at: Moment,
    stores: z.strictObject({
      total: count,
      by_status: countsBy(STORE_STATUSES),
      by_platform: countsBy(PLATFORMS).meta({ description: 'Those that are connected' }),
    }),
    late: z.strictObject({
      count,
      items: firstOf({ late_at: Moment, last_checked_at: Moment.nullable(), last_success_at: Moment.nullable() }),
    }),
    runs_24h: z
      .strictObject({
        by_outcome: z.record(z.enum(LAST_STATUSES), count),
        by_error_type: countsBy([firstError, ...otherErrors]),
      })
      .meta({ description: 'Runs that ended in the last 24 hours; refreshes and dry runs aside' }),
    approvals_waiting: z.strictObject({ count, items: firstOf({ run_id: Id, queued_at: Moment }) }),
    set_aside: z.strictObject({ products: count, stores: count, items: firstOf({ products: count }) }),
    webhooks_in_trouble: z.strictObject({
      count,
      items: firstOf({ troubles: z.array(z.enum(WEBHOOK_TROUBLES)), reason: z.string().nullable() }),
    }),
    slowest: firstOf({ median_ms: count, longest_ms: count }).meta({
      description: 'The first 10 by the median duration of a run, yesterday and today (UTC)',
    }),
    most_throttled: firstOf({ throttled_ms: count }).meta({
      description: 'The first 10 by the time that they asked for, yesterday and today (UTC)',
    }),
    products: z
      .strictObject({ count, change_7d: count.nullable(), change_30d: count.nullable() })
      .meta({ description: 'Of connected stores, as their last whole read counted. null: nobody counted on that day' }),
    tenants: z
      .array(
        z.strictObject({
          tenant_id: Id,
          tenant_name: z.string(),
          stores: count,
          needs_attention: count,
          late: count,
          approvals_waiting: count,
          set_aside: count,
          failed_24h: count,
        }),
      )
      .optional()
      .meta({ description: 'For operators: 50 active tenants, those first that have most to look after' }),
  })
  .meta({ id: 'Overview' });

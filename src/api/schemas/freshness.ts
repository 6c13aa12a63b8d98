import { z } from 'zod';
import { RUN_STATUSES } from '../../model/run';
import { Id, Moment } from './fields';

const LastRun = z
  .strictObject({
    run_id: Id,
    status: z.enum(RUN_STATUSES),
    finished_at: Moment.nullable().meta({ description: 'null while it is under way or waits for an approval' }),
  })
  .nullable()
  .meta({ description: 'The one that was asked for last; dry runs aside' });

const NextTime = Moment.nullable().meta({ description: 'null: not by itself' });

export const FreshnessBody = z
  .strictObject({
    watermark: Moment.nullable().meta({
      description: 'Up to when, by the store’s clock, its changes are known; null: the next sync is full',
    }),
    last: z.strictObject({ full: LastRun, incremental: LastRun, inventory: LastRun, prices: LastRun }),
    next: z
      .strictObject({ full: NextTime, incremental: NextTime, inventory: NextTime, prices: NextTime })
      .meta({ description: 'On the store’s own grid. One that lies behind is due: as soon as the store is looked at' }),
    last_checked_at: Moment.nullable().meta({ description: 'When the store was last asked for news, or read' }),
    overlap: z.string().meta({ description: 'How much before the watermark is read again', example: '5m' }),
    widened_overlap: z
      .string()
      .nullable()
      .meta({ description: 'How much of it was added because full syncs found what incremental ones had missed' }),
    found_only_by_full: z
      .strictObject({ products: z.int(), last_at: Moment.nullable() })
      .meta({ description: 'Changes that only full syncs found' }),
    sample: z
      .strictObject({
        at: Moment,
        products: z.int().meta({ description: 'Compared with the store' }),
        different: z.int(),
        fields: z.record(z.string(), z.int()).meta({
          description: 'Of how many products each field differed',
          example: { price: 2, 'variants.price': 2 },
        }),
        missed_by: z
          .strictObject({ webhook: z.int(), incremental: z.int(), full: z.int() })
          .meta({ description: 'Of how many each way should have brought the change' }),
      })
      .nullable()
      .meta({ description: 'The last daily comparison of some products with the store; null: there was none yet' }),
    full_wanted: z
      .strictObject({ since: Moment, why: z.string().nullable(), message: z.string() })
      .nullable()
      .meta({ description: 'A full sync is to be made whatever its cadence says' }),
    failed_looks: z
      .strictObject({
        count: z.int().meta({ description: 'In a row' }),
        since: Moment,
        error: z.strictObject({ type: z.string(), message: z.string() }).nullable(),
        next_look_at: Moment.nullable(),
        message: z.string(),
      })
      .nullable()
      .meta({ description: 'The store was asked for news and failed to answer' }),
  })
  .meta({ id: 'Freshness' });

import { z } from 'zod';
import { CHANGE_KINDS } from '../../model/change';
import { Id, Moment } from './fields';
import { Evidence } from './product';

export const HistoryEntry = z
  .strictObject({
    at: Moment,
    kind: z.enum(CHANGE_KINDS),
    field: z.string().nullable().meta({
      description:
        '`is_active` of `deactivated`, `reactivated` and `variant_removed`. null of `created` and `variant_created`: the product or the variant came, with all that it had',
    }),
    before: z.unknown(),
    after: z.unknown(),
    variant_id: Id.nullable().meta({ description: 'null: of the product itself' }),
    run_id: Id.meta({ description: 'A run of mode `refresh` is kept for 90 days, its changes for longer' }),
    evidence: Evidence.nullable().meta({ description: 'Of a deactivation' }),
  })
  .meta({ id: 'HistoryEntry' });

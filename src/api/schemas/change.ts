import { z } from 'zod';
import { CHANGE_KINDS } from '../../model/change';
import { Id, Moment } from './fields';
import { Evidence, Product } from './product';

export const Change = z
  .strictObject({
    seq: z.int().meta({ description: 'In the order of commits: a follower misses none' }),
    at: Moment,
    product_id: Id,
    variant_id: Id.nullable(),
    kind: z.enum(CHANGE_KINDS),
    field: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    evidence: Evidence.nullable().meta({ description: 'Of a deactivation; null where a version before 0.2 wrote it' }),
    run_id: Id.meta({ description: 'A run of mode `refresh` is kept for 90 days, its changes for longer' }),
    product: Product.nullable()
      .optional()
      .meta({ description: 'As it is when this is answered, where it is included' }),
  })
  .meta({ id: 'Change' });

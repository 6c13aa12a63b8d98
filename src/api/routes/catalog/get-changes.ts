import { z } from 'zod';
import { listChanges } from '../../../catalog/reading/list-changes';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id, Moment } from '../../schemas/fields';

const CHANGE_KINDS = [
  'created',
  'updated',
  'deactivated',
  'reactivated',
  'variant_created',
  'variant_updated',
  'variant_removed',
] as const;

const Change = z
  .strictObject({
    seq: z.int().meta({ description: 'In the order of commits: a follower misses none' }),
    at: Moment,
    product_id: Id,
    variant_id: Id.nullable(),
    kind: z.enum(CHANGE_KINDS),
    field: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    run_id: Id,
  })
  .meta({ id: 'Change' });

export const getChanges = readRoute({
  path: '/v1/catalog/changes',
  who: 'catalog:view',
  summary: 'Follow the changes of the catalogue',
  description: 'Oldest first. `next_cursor` is never null: come back with it for what changes later.',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(Change) },

  read: (sql, { query }) => answerPage(query, ['changes', sql.tenantId], (page) => listChanges(sql, page)),
});

import { z } from 'zod';
import { listChanges, type ReadChanges } from '../../../catalog/reading/list-changes';
import { withProducts } from '../../../catalog/reading/with-products';
import { CHANGE_KINDS } from '../../../model/change';
import { ok } from '../../http/answer';
import { type CursorScope, writeCursor } from '../../http/cursor';
import { NOT_OF_THIS_LIST, pageOf, pageQuery, placeOfCursor } from '../../http/page';
import { type Problem, problem } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Change } from '../../schemas/change';
import { GivenMoment, Id, severalOf } from '../../schemas/fields';

const Changes = z.strictObject({
  ...pageOf(Change).shape,
  next_cursor: z.string().meta({ description: 'Never null: come back with it for what changes later' }),
  caught_up: z.boolean().meta({ description: 'These are all for now; false: go on at once, also after an empty page' }),
});

export const getChanges = readRoute({
  path: '/v1/catalog/changes',
  operationId: 'listChanges',
  who: 'catalog:view',
  summary: 'Follow the changes of the catalogue',
  description:
    'Oldest first, each once, none left out. A cursor belongs to its filters: send them again with it. One that lies behind what retention removed gets 410: read the catalogue anew.',
  query: z.strictObject({
    from: z
      .enum(['start', 'now'], 'must be start or now')
      .default('start')
      .meta({ description: 'Without a cursor: the oldest change that is kept, or only what comes from now on' }),
    store_id: Id.optional(),
    product_id: Id.optional(),
    kind: severalOf(CHANGE_KINDS).optional(),
    since: GivenMoment.optional().meta({ description: 'Changed then or later' }),
    include: z
      .enum(['product'], 'must be product, or left out')
      .optional()
      .meta({ description: 'The product of each change, with variants, as it is when this is answered' }),
    ...pageQuery,
  }),
  answers: { 200: Changes },
  problems: ['cursor_expired'],

  async read(sql, { query }) {
    const { from, store_id: storeId, product_id: productId, kind: kinds, since } = query;
    const filter = { storeId, productId, kinds, since };
    const scope = scopeOf(sql.tenantId, filter);
    const place = placeOfCursor(query.cursor, scope);
    if (place.kind === 'problem') return place;

    const [seq] = place.after ?? [];
    if (seq !== undefined && !/^\d{1,15}$/.test(seq)) return NOT_OF_THIS_LIST;
    const after = seq === undefined ? null : Number(seq);
    const read = await listChanges(sql, { ...filter, from, limit: query.limit, after });
    if (read.kind !== 'changes') return problemOf(read);
    const items = query.include === 'product' ? await withProducts(sql, read.items) : read.items;
    const isCut = items.length < read.items.length;
    const next = isCut ? items.at(-1)?.seq : read.next;
    return ok({ items, next_cursor: writeCursor(scope, [String(next)]), caught_up: read.caughtUp && !isCut });
  },
});

/** Without a filter as in version 0.1: consumers keep their cursors. */
function scopeOf(tenantId: string, filter: Record<string, unknown>): CursorScope {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return ['changes', tenantId, ...(isFiltered ? [JSON.stringify(filter)] : [])];
}

const START_OVER =
  'To start over, take a new cursor with from=now, then read GET /v1/catalog/products to its end, then follow from that cursor.';

function problemOf(read: Exclude<ReadChanges, { kind: 'changes' }>): Problem {
  switch (read.kind) {
    case 'expired':
      return problem(
        'cursor_expired',
        `Changes that should come now are no longer kept: what changed up to ${read.expiredAt.toISOString()} was removed. ${START_OVER}`,
      );
    case 'unknown_place':
      return problem(
        'cursor_expired',
        `The feed does not reach as far as the cursor: the database was taken back to an earlier state. ${START_OVER}`,
      );
  }
}

import { z } from 'zod';
import { HISTORY_FIELDS } from '../../../catalog/history/history-fields';
import { historyKept, listHistory } from '../../../catalog/history/list-history';
import { ok } from '../../http/answer';
import { writeCursor } from '../../http/cursor';
import { NOT_OF_THIS_LIST, pageOf, pageQuery, placeOfCursor } from '../../http/page';
import { noSuchProduct } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id, Moment, severalOf } from '../../schemas/fields';
import { HistoryEntry } from '../../schemas/history';

const History = z.strictObject({
  ...pageOf(HistoryEntry).shape,
  removed_until: Moment.nullable().meta({
    description:
      'Changes are kept for a year, unless the operator says otherwise: what changed of this product up to then is no longer told. null: its history is whole, from the day that it came',
  }),
});

export const getProductHistory = readRoute({
  path: '/v1/catalog/products/:id/history',
  operationId: 'listProductHistory',
  who: 'catalog:view',
  summary: 'Read what changed of a product',
  description:
    'Newest first, of the product and of its variants. With a filter a page may be empty and have a `next_cursor`: it looked through 20,000 changes.',
  params: z.strictObject({ id: Id }),
  query: z.strictObject({
    field: severalOf(HISTORY_FIELDS).optional(),
    variant_id: Id.optional().meta({ description: 'Of this variant alone' }),
    ...pageQuery,
  }),
  answers: { 200: History },

  async read(sql, { params, query }) {
    const filter = { productId: params.id, fields: query.field, variantId: query.variant_id };
    const scope = ['history', sql.tenantId, JSON.stringify(filter)];
    const place = placeOfCursor(query.cursor, scope);
    if (place.kind === 'problem') return place;
    if (place.after !== null && !/^\d{1,15}$/.test(place.after.join())) return NOT_OF_THIS_LIST;

    const kept = await historyKept(sql, params.id);
    if (kept === null) return noSuchProduct(params.id);
    const { items, next } = await listHistory(sql, { ...filter, limit: query.limit, after: place.after });
    return ok({
      items,
      next_cursor: next === null ? null : writeCursor(scope, next),
      removed_until: kept.removedUntil,
    });
  },
});

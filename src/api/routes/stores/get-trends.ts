import { z } from 'zod';
import { LAST_STATUSES } from '../../../model/run';
import { readTrends } from '../../../stores/days/trends';
import { getStore as findStore, getAnyStore } from '../../../stores/read-stores';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';

const MOST_DAYS = 400;

const Count = z.int();

const TrendDay = z
  .strictObject({
    day: z.iso.date().meta({ description: 'In UTC; runs are counted by when they ended' }),
    runs: z
      .record(z.enum(LAST_STATUSES), Count)
      .meta({ description: 'By outcome; runs of mode refresh and dry runs aside, here and in `duration_ms`' }),
    duration_ms: z.strictObject({ median: Count.nullable(), max: Count.nullable() }),
    products: Count.nullable().meta({ description: 'At the end of the day, or by now. null: not known' }),
    changes: Count.meta({ description: 'Products created, updated, reactivated and deactivated, by refreshes too' }),
    requests: Count.meta({ description: 'To the store, of all runs' }),
    throttled_ms: Count.meta({ description: 'That the store asked for, of all runs' }),
  })
  .meta({ id: 'TrendDay' });

export const getTrends = readRoute({
  path: '/v1/stores/:id/trends',
  operationId: 'getTrends',
  who: 'integrations:view',
  summary: 'Read what runs made of a store day by day, oldest first',
  params: z.strictObject({ id: Id }),
  query: z.strictObject({
    days: z.coerce
      .number<string>(`must be a whole number from 1 to ${MOST_DAYS}`)
      .int()
      .min(1)
      .max(MOST_DAYS)
      .default(30)
      .meta({
        type: 'integer',
        minimum: 1,
        maximum: MOST_DAYS,
        default: 30,
        description: 'Up to today, days without a run too',
      }),
  }),
  answers: { 200: z.strictObject({ items: z.array(TrendDay) }) },

  async read(sql, { params: { id }, query: { days } }) {
    const store = await findStore(sql, id);
    return store ? ok({ items: await readTrends(sql, store, days) }) : noSuchStore(id);
  },

  overAll: ({ database }, { params: { id }, query: { days } }) =>
    database.readSystem(async (sql) => {
      const store = await getAnyStore(sql, id);
      return store ? ok({ items: await readTrends(sql, store, days) }) : noSuchStore(id);
    }),
});

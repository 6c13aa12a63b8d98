import { z } from 'zod';
import { RUN_ERROR_TYPES } from '../../../model/run-errors';
import { listFailures } from '../../../runs/list-failures';
import { ok } from '../../http/answer';
import { readRoute } from '../../http/read-route';
import { GivenMoment, Moment } from '../../schemas/fields';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 90;

const FailuresOfCause = z
  .strictObject({
    error_type: z.enum(RUN_ERROR_TYPES),
    message: z.string().meta({ description: 'Of the last of them' }),
    stores: z.int(),
    runs: z.int(),
    first_at: Moment,
    last_at: Moment,
  })
  .meta({ id: 'FailuresOfCause' });

export const getFailures = readRoute({
  path: '/v1/sync-runs/failures',
  operationId: 'listFailures',
  who: 'integrations:view',
  summary: 'List failures that nothing made good since, by error type and cause',
  description:
    'A later run of the same mode that came to its end, or a full one, makes a failure good. The 100 causes with the most stores; refreshes and dry runs aside.',
  query: z.strictObject({
    since: GivenMoment.refine(
      (since) => Date.parse(since) >= Date.now() - MOST_DAYS * DAY_MS,
      `must lie within the last ${MOST_DAYS} days`,
    )
      .optional()
      .meta({ description: `Queued then or later; without it the last ${DEFAULT_DAYS} days` }),
  }),
  answers: { 200: z.strictObject({ items: z.array(FailuresOfCause) }) },

  read: async (sql, { query }) => ok({ items: await listFailures(sql, sql.tenantId, sinceOf(query)) }),

  overAll: ({ database }, { query }) =>
    database.readSystem(async (sql) => ok({ items: await listFailures(sql, query.tenant_id ?? null, sinceOf(query)) })),
});

const sinceOf = ({ since }: { since?: string | undefined }): Date =>
  since === undefined ? new Date(Date.now() - DEFAULT_DAYS * DAY_MS) : new Date(since);

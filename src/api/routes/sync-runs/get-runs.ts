import { z } from 'zod';
import { durationMs } from '../../../model/freshness/durations';
import { RUN_MODES, RUN_STATUSES, RUN_TRIGGERS } from '../../../model/run';
import { RUN_ERROR_TYPES, type RunErrorType } from '../../../model/run-errors';
import { listAllRuns } from '../../../runs/list-all-runs';
import { countRuns, listRuns } from '../../../runs/list-runs';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { problem } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { GivenMoment, Id, severalOf } from '../../schemas/fields';
import { Run } from '../../schemas/run';

const [firstError, ...otherErrors] = RUN_ERROR_TYPES as [RunErrorType, ...RunErrorType[]];

const DAY_MS = 86_400_000;
const COUNTED_DAYS = 30;

const Query = z.strictObject({
  store_id: Id.optional(),
  status: severalOf(RUN_STATUSES).optional(),
  mode: severalOf(RUN_MODES)
    .optional()
    .meta({ description: `Several by comma: ${RUN_MODES.join(', ')}. Without it all but refresh` }),
  trigger: severalOf(RUN_TRIGGERS).optional(),
  error_type: severalOf([firstError, ...otherErrors]).optional(),
  since: GivenMoment.optional().meta({ description: 'Queued then or later' }),
  until: GivenMoment.optional().meta({ description: 'Queued before' }),
  min_duration: z
    .string()
    .max(10)
    .refine((text) => durationMs(text) !== null, 'must be a duration, such as 30s, 10m or 2h')
    .optional()
    .meta({ description: 'Took so long at least, or does up to now', example: '10m' }),
  counts: z
    .enum(['true', 'false'])
    .optional()
    .meta({
      description: `Also how many the whole filter finds, by status: with a \`since\` within ${COUNTED_DAYS} days`,
    }),
  ...pageQuery,
});

export const getRuns = readRoute({
  path: '/v1/sync-runs',
  operationId: 'listRuns',
  who: 'integrations:view',
  summary: 'List runs, newest first',
  description:
    'Runs of mode refresh, which read again what a store told of or what was set aside, are listed when `mode` asks for them.',
  query: Query,
  answers: {
    200: pageOf(Run).extend({
      counts: z.partialRecord(z.enum(RUN_STATUSES), z.int()).optional().meta({ description: 'With `counts=true`' }),
    }),
  },

  async read(sql, { query }) {
    if (isUncounted(query)) return UNCOUNTED;
    const filter = filterOf(query);
    return answerPage(query, ['runs', sql.tenantId, ...scopeOf(query)], async (page) => ({
      ...(await listRuns(sql, { ...filter, ...page })),
      counts: query.counts === 'true' ? await countRuns(sql, sql.tenantId, filter) : undefined,
    }));
  },

  async overAll({ database }, { query }) {
    if (isUncounted(query)) return UNCOUNTED;
    const { tenant_id: tenantId = null } = query;
    const filter = filterOf(query);
    return answerPage(query, ['runs of all tenants', tenantId, ...scopeOf(query)], async (page) => {
      const { items, next } = await listAllRuns(database, { tenantId, ...filter, ...page });
      const runs = items.map(({ run, tenantId }) => ({ tenantId, item: run }));
      return database.readSystem(async (sql) => ({
        items: await ofTenants(sql, runs),
        next,
        counts: query.counts === 'true' ? await countRuns(sql, tenantId, filter) : undefined,
      }));
    });
  },
});

type Asked = z.output<typeof Query>;

const NOT_REFRESHED = RUN_MODES.filter((mode) => mode !== 'refresh');

function filterOf(query: Asked) {
  const { store_id: storeId, status: statuses, mode: modes = NOT_REFRESHED, since, until } = query;
  const minDurationMs = query.min_duration === undefined ? undefined : (durationMs(query.min_duration) ?? undefined);
  return {
    storeId,
    statuses,
    modes,
    triggers: query.trigger,
    errorTypes: query.error_type,
    since,
    until,
    minDurationMs,
  };
}

const isUncounted = ({ counts, since }: Asked): boolean =>
  counts === 'true' && !(since !== undefined && Date.parse(since) >= Date.now() - COUNTED_DAYS * DAY_MS);

const WITHIN = `name a since within the last ${COUNTED_DAYS} days`;

/** Counting reads each run that the filter finds: of years it would take longer than anybody waits. */
const UNCOUNTED = problem('invalid_request', `To have runs counted, ${WITHIN}.`, {
  errors: [{ path: 'since', message: WITHIN }],
});

/** What a cursor is good for; with a store and a status alone as in version 0.1, so that callers keep theirs. */
function scopeOf({ store_id: storeId, status, mode, trigger, error_type, since, until, min_duration }: Asked) {
  const others = { mode, trigger, error_type, since, until, min_duration };
  const isFiltered = Object.values(others).some((value) => value !== undefined);
  return [storeId, status?.join(), ...(isFiltered ? [JSON.stringify(others)] : [])];
}

import { z } from 'zod';
import { RUN_MODES, RUN_STATUSES, RUN_TRIGGERS } from '../../../model/run';
import { RUN_ERROR_TYPES, type RunErrorType } from '../../../model/run-errors';
import { listAllRuns } from '../../../runs/list-all-runs';
import { listRuns } from '../../../runs/list-runs';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { GivenMoment, Id, severalOf } from '../../schemas/fields';
import { Run } from '../../schemas/run';

const [firstError, ...otherErrors] = RUN_ERROR_TYPES as [RunErrorType, ...RunErrorType[]];

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
  answers: { 200: pageOf(Run) },

  async read(sql, { query }) {
    const filter = filterOf(query);
    return answerPage(query, ['runs', sql.tenantId, ...scopeOf(query)], (page) =>
      listRuns(sql, { ...filter, ...page }),
    );
  },

  async overAll({ database }, { query }) {
    const { tenant_id: tenantId = null } = query;
    const filter = filterOf(query);
    return answerPage(query, ['runs of all tenants', tenantId, ...scopeOf(query)], async (page) => {
      const { items, next } = await listAllRuns(database, { tenantId, ...filter, ...page });
      const runs = items.map(({ run, tenantId }) => ({ tenantId, item: run }));
      return { items: await database.readSystem((sql) => ofTenants(sql, runs)), next };
    });
  },
});

type Asked = z.output<typeof Query>;

const NOT_REFRESHED = RUN_MODES.filter((mode) => mode !== 'refresh');

function filterOf(query: Asked) {
  const { store_id: storeId, status: statuses, mode: modes = NOT_REFRESHED, since, until } = query;
  return { storeId, statuses, modes, triggers: query.trigger, errorTypes: query.error_type, since, until };
}

/** What a cursor is good for; with a store and a status alone as in version 0.1, so that callers keep theirs. */
function scopeOf({ store_id: storeId, status, mode, trigger, error_type, since, until }: Asked) {
  const others = { mode, trigger, error_type, since, until };
  const isFiltered = Object.values(others).some((value) => value !== undefined);
  return [storeId, status?.join(), ...(isFiltered ? [JSON.stringify(others)] : [])];
}

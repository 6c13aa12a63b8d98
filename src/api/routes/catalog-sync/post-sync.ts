import { z } from 'zod';
import type { TenantSql } from '../../../database/sql';
import { SYNC_TRIGGERED } from '../../../logs/audit-log';
import { leanModeOf, RUN_MODES, type RunMode } from '../../../model/run';
import { platforms } from '../../../platforms/platforms';
import { askForRun } from '../../../runs/start-run';
import { whyNotLean } from '../../../stores/abilities';
import { type PickedStore, pickStore } from '../../../stores/pick-store';
import type { Store } from '../../../stores/store';
import { publicAddress } from '../../../stores/store-view';
import { wasReadWhole } from '../../../stores/was-read-whole';
import { changedSince } from '../../../stores/watermark';
import { endWait } from '../../actions/end-wait';
import { notAbleTo } from '../../actions/not-able-to';
import { startForCaller } from '../../actions/start-for-caller';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore, type Problem, problem, storeDisconnected } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Mode, PlatformName } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';
import { addressFields } from '../../schemas/store';

const SyncAccepted = z
  .strictObject({
    ...RunAccepted.shape,
    task_id: Id.meta({ description: 'Equals run_id' }),
    store_id: Id,
    ...addressFields,
    mode: z.enum(RUN_MODES),
    already_running: z.boolean(),
  })
  .meta({ id: 'SyncAccepted' });

export const postSync = route({
  method: 'post',
  path: '/v1/catalog/sync/:platform',
  operationId: 'syncStore',
  who: 'integrations:manage',
  summary: 'Start a product sync',
  description:
    'While one is under way, its ids are answered. One that waits to retry goes on at once. A full sync takes the place of a lesser one. `inventory` and `prices` read these fields alone, of all products. A lesser sync of a store that was never read whole, and an incremental one of a store that was not for a week, is a full one: the answer says so in `mode`. A dry run has a workflow id of its own and runs beside.',
  params: z.strictObject({ platform: PlatformName }),
  body: z
    .strictObject({
      store_id: Id.optional().meta({ description: 'When the tenant has several stores of the platform' }),
      mode: Mode,
      dry_run: z.boolean().default(false).meta({ description: 'Only look: the run ends in differences' }),
    })
    .prefault({}),
  audits: ['sync_retried_now', ...SYNC_TRIGGERED],
  answers: { 202: SyncAccepted },
  problems: ['not_configured', 'store_id_required', 'conflict', 'store_not_supported'],

  async handle({ caller, params: { platform }, body, services }) {
    const tenantId = caller.tenant.id;
    const audit = {
      action: `${platform}_sync_triggered`,
      actor: actorOf(caller),
      metadata: { mode: body.mode, ...(body.dry_run && { dry_run: true }) },
    } as const;
    const picked = await services.database.withTenant(tenantId, async (sql) => {
      const found = await pickStore(sql, platform, body.store_id);
      if (found.kind !== 'store') return found;
      const unable = leanModeOf(body.mode) === null ? null : await whyNotLean(sql, found.store);
      if (unable !== null) return { kind: 'unable' as const, unable };
      const mode = await modeOf(sql, found.store, body.mode);
      return { ...found, mode, asked: await askForRun(sql, found.store, audit) };
    });
    if (picked.kind === 'unable') return notAbleTo(body.mode, picked.unable);
    if (picked.kind !== 'store') return problemOfPick(picked, platforms[platform].displayName, body.store_id);

    const started = await startForCaller(
      services,
      picked.store,
      { mode: picked.mode, ...(body.dry_run && { dryRun: true }) },
      picked.asked,
      (underWay) => covers(underWay.mode, body.mode),
    );
    if (started.kind === 'problem') return started;
    const { run, workflowId, runId, alreadyRunning } = started;
    if (!covers(run.mode, body.mode)) return runUnderWay(run.mode, workflowId, runId);
    if (run.waiting !== null) await endWait(services, caller, started);

    const { displayName } = platforms[platform];
    return accepted({
      status: 'accepted',
      message: `${displayName} product ${body.dry_run ? 'dry run' : 'sync'} ${alreadyRunning ? 'is under way already' : 'has been scheduled'}`,
      task_id: runId,
      workflow_id: workflowId,
      run_id: runId,
      store_id: picked.store.id,
      ...publicAddress(picked.store),
      mode: run.mode,
      already_running: alreadyRunning,
    });
  },
});

/** Where there is nothing to compare with, or it is not known since when changes are to be asked for, everything is read. */
async function modeOf(sql: TenantSql, store: Store, asked: RunMode): Promise<RunMode> {
  if (asked === 'incremental') return (await changedSince(sql, store.id)) === null ? 'full' : asked;
  return leanModeOf(asked) !== null && !(await wasReadWhole(sql, store.id)) ? 'full' : asked;
}

/** A full run does what every other mode does. */
const covers = (running: RunMode, asked: RunMode) => running === asked || running === 'full';

function runUnderWay(mode: RunMode, workflowId: string, runId: string): Problem {
  return problem('conflict', `A ${mode} run of the store is under way: wait for it, or cancel it and repeat.`, {
    more: { running: { run_id: runId, workflow_id: workflowId, mode } },
  });
}

function problemOfPick(picked: Exclude<PickedStore, { kind: 'store' }>, platform: string, storeId = ''): Problem {
  switch (picked.kind) {
    case 'not_found':
      return noSuchStore(storeId);
    case 'disconnected':
      return storeDisconnected(storeId);
    case 'not_configured':
      return problem('not_configured', `No ${platform} store is connected: connect one with POST /v1/stores.`);
    case 'store_id_required':
      return problem('store_id_required', `Several ${platform} stores are connected: name one as store_id.`);
  }
}

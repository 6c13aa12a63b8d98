import { z } from 'zod';
import { takeHintsUpAgain } from '../../../hints/holds/take-up-again';
import { type AskedEntry, SYNC_TRIGGERED, writeAuditLog } from '../../../logs/audit-log';
import { platforms } from '../../../platforms/platforms';
import { askForRun } from '../../../runs/start-run';
import { connectStore, type KeptStore } from '../../../stores/connect-store';
import type { Store } from '../../../stores/store';
import { publicAddress, storeView } from '../../../stores/store-view';
import { endWait } from '../../actions/end-wait';
import { noteFailedConnect } from '../../actions/note-failed-connect';
import { ringForStore } from '../../actions/ring-for-store';
import { startForCaller } from '../../actions/start-for-caller';
import { problemOfStore, STORE_PROBLEMS } from '../../actions/store-problem';
import { created, ok } from '../../http/answer';
import { actorOf, type TenantCaller } from '../../http/caller';
import { route } from '../../http/route';
import type { ApiServices } from '../../http/services';
import { StoreConnection } from '../../schemas/connection';
import { Id } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

const ConnectedStore = z
  .strictObject({
    ...StoreBody.shape,
    sync: z
      .strictObject({ run_id: Id, workflow_id: z.string() })
      .optional()
      .meta({ description: 'Where it was asked for' }),
  })
  .meta({ id: 'ConnectedStore' });

export const postStore = route({
  method: 'post',
  path: '/v1/stores',
  operationId: 'connectStore',
  who: 'integrations:manage',
  summary: 'Connect a store, or renew its credentials',
  description: 'The credentials are tried first, and kept sealed. Connecting starts a sync only with `sync: true`.',
  body: StoreConnection,
  idempotent: true,
  audits: ['store_connected', 'store_reconnected', 'store_connect_failed', ...SYNC_TRIGGERED],
  answers: { 200: ConnectedStore, 201: ConnectedStore },
  problems: STORE_PROBLEMS,

  async handle({ caller, body, services, remember }) {
    const { database, sealer, surroundings } = services;
    const tenantId = caller.tenant.id;
    const { platform, name, credentials } = body;
    const actor = actorOf(caller);
    const outcome = await connectStore(
      { database, sealer, platforms, surroundings },
      { tenantId, platform, name, credentials },
      async (sql, kept) => {
        const { store, created: isNew } = kept;
        const action = isNew ? 'store_connected' : 'store_reconnected';
        const hasHints = !isNew && (await takeHintsUpAgain(sql, store.id));
        const metadata = { store_id: store.id, platform, ...publicAddress(store) };
        await writeAuditLog(sql, { tenantId, action, actor, metadata });
        const sync = `${platform}_sync_triggered` as const;
        const asked = body.sync ? await askForRun(sql, store, { action: sync, actor }) : null;
        // What is begun in Temporal stands in no transaction, and the answer tells of it.
        if (asked === null) await remember(sql, connectedStore(kept));
        return { hasHints, asked };
      },
    );
    if (outcome.kind !== 'connected') {
      noteFailedConnect(services, caller, { platform, credentials, check: false }, outcome);
      return problemOfStore(outcome);
    }
    const { store, noted: { asked = null, hasHints = false } = {} } = outcome;
    if (hasHints) ringForStore(services, store);
    const sync = asked ? await fullSync(services, caller, store, asked) : null;
    if (sync?.kind === 'problem') return sync;
    return connectedStore(outcome, sync?.ids);
  },
});

function connectedStore({ store, created: isNew }: KeptStore, sync?: { run_id: string; workflow_id: string }) {
  return (isNew ? created : ok)({ ...storeView(store), ...(sync && { sync }) });
}

/** Repeated after a 503, the request finds the store connected and starts what it did not. */
async function fullSync(services: ApiServices, caller: TenantCaller, store: Store, asked: AskedEntry) {
  const started = await startForCaller(services, store, { mode: 'full' }, asked);
  if (started.kind === 'problem') return started;
  if (started.run.waiting !== null) await endWait(services, caller, started);
  return { kind: 'started', ids: { run_id: started.runId, workflow_id: started.workflowId } } as const;
}

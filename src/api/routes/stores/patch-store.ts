import { z } from 'zod';
import { resumeHints } from '../../../hints/holds/resume-hints';
import { writeAuditLog } from '../../../logs/audit-log';
import { FreshnessPatch } from '../../../stores/freshness/settings';
import { patchStore as changeStore } from '../../../stores/patch-store';
import { StoreSettingsPatch } from '../../../stores/store-settings';
import { storeView } from '../../../stores/store-view';
import { notAbleTo } from '../../actions/not-able-to';
import { ringForStore } from '../../actions/ring-for-store';
import { ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore, problem, storeDisconnected } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';
import { WebhookWishName } from '../../schemas/webhooks';

const Status = z.enum(['paused', 'active'], 'must be "paused", or "active" to go on').meta({
  description:
    '`paused`: schedules and sweeps leave the store alone; a sync by hand is carried out. `active`: what is due meanwhile is done',
});

export const patchStore = route({
  method: 'patch',
  path: '/v1/stores/:id',
  operationId: 'updateStore',
  who: 'integrations:manage',
  summary: "Change a store's name or settings, pause or resume it",
  description:
    'What is absent stays, inside the settings and a cadence too; null turns a cadence or quiet hours off. `full: "unset"` leaves the full sync to the daily sweep again.',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    name: Name.optional(),
    settings: StoreSettingsPatch.extend({
      freshness: FreshnessPatch.optional(),
      webhooks: WebhookWishName.optional(),
    }).optional(),
    status: Status.optional(),
  }),
  problems: ['conflict', 'store_not_supported'],
  audits: ['store_updated'],
  answers: { 200: StoreBody },

  async handle({ caller, params, body, services }) {
    const tenantId = caller.tenant.id;
    const outcome = await services.database.withTenant(tenantId, async (sql) => {
      const changed = await changeStore(sql, params.id, body);
      let hasHints = false;
      if (changed.kind === 'patched') {
        if (changed.pausedAt !== null) hasHints = await resumeHints(sql, params.id, changed.pausedAt);
        const metadata = { store_id: changed.store.id, ...body };
        await writeAuditLog(sql, { tenantId, action: 'store_updated', actor: actorOf(caller), metadata });
      }
      return { ...changed, hasHints };
    });
    if (outcome.kind === 'patched' && outcome.hasHints) ringForStore(services, outcome.store);
    switch (outcome.kind) {
      case 'patched':
        return ok(storeView(outcome.store));
      case 'not_found':
        return noSuchStore(params.id);
      case 'disconnected':
        return storeDisconnected(params.id);
      case 'unable':
        return notAbleTo(outcome.mode, outcome.why);
      case 'refused':
        return doesNotFit(outcome.faults);
    }
  },
});

/** Each part of the change may be well-formed, and the whole of it not. */
function doesNotFit(faults: readonly { path: string[]; message: string }[]) {
  const errors = faults.map(({ path, message }) => ({ path: ['settings', 'freshness', ...path].join('.'), message }));
  const fields = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return problem('invalid_request', `Correct and repeat: ${fields}`, { errors });
}

import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { PLATFORMS, type Platform } from '../../../model/platform';
import { platforms } from '../../../platforms/platforms';
import { connectStore } from '../../../stores/connect-store';
import { publicAddress, storeView } from '../../../stores/store-view';
import { problemOfStore } from '../../actions/store-problem';
import { created, ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Name } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

const connectionOf = (platform: Platform) =>
  z.strictObject({
    platform: z.literal(platform),
    name: Name.optional(),
    credentials: platforms[platform].credentials,
  });
type Connection = ReturnType<typeof connectionOf>;

export const postStore = route({
  method: 'post',
  path: '/v1/stores',
  who: 'integrations:manage',
  summary: 'Connect a store, or renew its credentials',
  description: 'The credentials are tried first, and kept sealed. Connecting starts no sync.',
  body: z.discriminatedUnion('platform', PLATFORMS.map(connectionOf) as [Connection, ...Connection[]]),
  answers: { 200: StoreBody, 201: StoreBody },
  problems: ['store_unreachable', 'store_credentials_rejected', 'store_not_supported', 'store_address_refused'],

  async handle({ caller, body, services }) {
    const { database, sealer, surroundings } = services;
    const tenantId = caller.tenant.id;
    const { platform, name, credentials } = body;
    const outcome = await connectStore(
      { database, sealer, platforms, surroundings },
      { tenantId, platform, name, credentials },
    );
    if (outcome.kind !== 'connected') return problemOfStore(outcome);

    const { store } = outcome;
    await database.withTenant(tenantId, (sql) =>
      writeAuditLog(sql, {
        tenantId,
        action: outcome.created ? 'store_connected' : 'store_reconnected',
        actor: actorOf(caller),
        metadata: { store_id: store.id, platform, ...publicAddress(store) },
      }),
    );
    return (outcome.created ? created : ok)(storeView(store));
  },
});

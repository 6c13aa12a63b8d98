import { randomBytes } from 'node:crypto';
import { alertChanges, writeAlertChanges } from '../../src/alerts/alert-changes';
import { type KeptChannel, makeChannel, type NewChannel } from '../../src/alerts/channels/keep-channel';
import { ofOwner } from '../../src/alerts/channels/owned';
import { deliverChannel } from '../../src/alerts/sending/deliver-channel';
import { createMailer } from '../../src/alerts/sending/mailer';
import { listChannelsToTell, listDueChannels } from '../../src/alerts/telling/list-channels-to-tell';
import { tellChannel } from '../../src/alerts/telling/tell-channel';
import type { Database } from '../../src/database/database';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import { type TwoTenants, twoTenants } from '../database/two-tenants';
import { type MailServer, startMailServer } from './mail-server';
import { type Receiver, startReceiver } from './receiver';

export interface TellingWorld extends Pick<TwoTenants, 'acme' | 'other' | 'url'> {
  database: Database;
  sealer: Sealer;
  mail: MailServer;
  slack: Receiver;
  hook: Receiver;
  channel(tenantId: string | null, given: Partial<NewChannel>): Promise<Extract<KeptChannel, { kind: 'made' }>>;
  /** One look at a time of its own, with all that it sends. */
  look(at?: Date): Promise<void>;
  close(): Promise<void>;
}

/** Two tenants, a mail server and two receivers of webhooks. */
export async function tellingWorld(): Promise<TellingWorld> {
  const tenants = await twoTenants();
  const { database } = tenants;
  const [mail, slack, hook] = await Promise.all([startMailServer(), startReceiver(), startReceiver()]);
  const sealer = createSealer([randomBytes(32)]);
  const mailer = createMailer({ smtpUrl: mail.smtpUrl, alertFrom: 'alerts@example.com' });
  const links = {
    publicUrl: 'https://sync.example.com',
    temporalUi: 'https://temporal.example.com/namespaces/default',
  };
  const surroundings = { allowPrivateStores: true, storePorts: [443] };

  const means = { mailer, links, surroundings, signal: new AbortController().signal, tell: () => undefined };

  return {
    ...tenants,
    sealer,
    mail,
    slack,
    hook,
    async channel(tenantId, given) {
      const whole = {
        kind: 'slack',
        address: slack.url,
        kinds: null,
        quietHours: null,
        timeZone: 'UTC',
        ...given,
      } as const;
      const made = await ofOwner(database, tenantId, (sql) => makeChannel(sql, sealer, tenantId, whole));
      if (made.kind !== 'made') throw new Error(made.kind);
      return made;
    },
    async look(at = new Date()) {
      const changes = await database.withSystem(alertChanges);
      for (const tenantId of new Set(changes.map((change) => change.tenantId))) {
        const ofTenant = changes.filter((change) => change.tenantId === tenantId);
        await database.withTenant(tenantId, (sql) => writeAlertChanges(sql, ofTenant));
      }
      for (const { channelId: id, tenantId } of await database.withSystem(listChannelsToTell)) {
        await tellChannel(database, { id, tenantId }, at);
      }
      for (const channel of await database.withSystem(listDueChannels)) {
        await deliverChannel({ database, sealer, ...means }, channel);
      }
    },
    async close() {
      await Promise.all([mail.close(), slack.close(), hook.close()]);
      await tenants.close();
    },
  };
}

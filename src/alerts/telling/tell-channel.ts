import type { Database } from '../../database/database';
import { addDelivery } from '../channels/add-delivery';
import { type Channel, readChannel } from '../channels/channel';
import { isQuiet } from '../channels/is-quiet';
import { lockChannel } from '../channels/lock-channel';
import { ofOwner } from '../channels/owned';
import { dueAlerts, noteTold } from './due-alerts';
import { messagesOf } from './messages-of';

/**
 * Makes the deliveries of what a channel has to be told now. Nothing while it is quiet there, or does not answer: then what is
 * still unsolved is told. Answers how many messages there are.
 */
export async function tellChannel(
  database: Database,
  { id, tenantId }: Pick<Channel, 'id' | 'tenantId'>,
  at: Date,
): Promise<number> {
  return ofOwner(database, tenantId, async (sql) => {
    await lockChannel(sql, id);
    const channel = await readChannel(sql, tenantId, id);
    if (channel === null || channel.confirmedAt === null || channel.failedTries > 0) return 0;
    if (isQuiet(at, channel.quietHours, channel.timeZone)) return 0;
    const due = await dueAlerts(sql, channel, at);
    const messages = messagesOf(due);
    if (messages.length === 0) return 0;
    for (const message of messages) await addDelivery(sql, channel, `${message.kind}.${message.event}`, message);
    await noteTold(sql, channel, due, at);
    return messages.length;
  });
}

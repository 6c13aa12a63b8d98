import { cancellationSignal } from '@temporalio/activity';
import { listChannelsToTell, listDueChannels } from '../../alerts/telling/list-channels-to-tell';
import { tellChannel } from '../../alerts/telling/tell-channel';
import { isPassingDatabaseError, isTenantClosed } from '../../database/postgres-error';
import { startDelivery } from '../../temporal/start-delivery';
import type { Dependencies } from '../dependencies';

export interface ToldChannels {
  /** Messages that were put on their way. */
  told: number;
  /** Channels that could not be looked at, or not be rung for: the next look goes on. */
  left: number;
}

/** Makes the messages that channels are due, and starts the delivery of all whose time has come. */
export async function tellChannels({ database, temporal, logger }: Dependencies): Promise<ToldChannels> {
  const stopping = cancellationSignal();
  const came: ToldChannels = { told: 0, left: 0 };
  const at = new Date();
  for (const { channelId: id, tenantId } of await database.withSystem(listChannelsToTell)) {
    stopping.throwIfAborted();
    try {
      came.told += await tellChannel(database, { id, tenantId }, at);
    } catch (error) {
      if (isPassingDatabaseError(error)) throw error;
      if (isTenantClosed(error)) continue;
      came.left++;
      logger.error({ err: error, tenant_id: tenantId, channel_id: id }, 'a channel could not be told of alerts');
    }
  }
  for (const channel of await database.withSystem(listDueChannels)) {
    stopping.throwIfAborted();
    try {
      await startDelivery(temporal, channel);
    } catch (error) {
      came.left++;
      logger.warn(
        { err: error, channel_id: channel.channelId },
        'a delivery of alerts could not be started; the next look does',
      );
    }
  }
  return came;
}

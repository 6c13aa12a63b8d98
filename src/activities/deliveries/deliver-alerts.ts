import { cancellationSignal } from '@temporalio/activity';
import { deliverChannel } from '../../alerts/sending/deliver-channel';
import type { Mailer } from '../../alerts/sending/mailer';
import type { ChannelReference } from '../../model/alerts/channels';
import type { GivenDependencies } from '../dependencies';

/** What telling people takes beside what all activities have. */
export interface TellingMeans {
  /** null: the operator has set no mail server. */
  mailer: Mailer | null;
  /** The Temporal Web UI with its namespace, for the operator's channels; null: nobody said where. */
  temporalUi: string | null;
}

export interface Delivered {
  delivered: number;
  failed: number;
}

/** Sends a channel what waits for it. */
export const deliverAlerts = (
  {
    database,
    sealer,
    surroundings,
    publicUrl,
    logger,
  }: Pick<GivenDependencies, 'database' | 'sealer' | 'surroundings' | 'publicUrl' | 'logger'>,
  { mailer, temporalUi }: TellingMeans,
) =>
  async function deliverAlerts(channel: ChannelReference): Promise<Delivered> {
    const came: Delivered = { delivered: 0, failed: 0 };
    const of = { tenant_id: channel.tenantId, channel_id: channel.channelId };
    const links = { publicUrl, temporalUi };
    await deliverChannel(
      {
        ...{ database, sealer, mailer, surroundings, links, signal: cancellationSignal() },
        tell({ isTaken, status, reason, ms, deliveryId, type }) {
          came[isTaken ? 'delivered' : 'failed']++;
          const fields = { ...of, delivery_id: deliveryId, type, status, ms };
          if (isTaken) logger.info(fields, 'alert delivered');
          else logger.warn({ ...fields, reason }, 'alert not delivered');
        },
      },
      channel,
    );
    return came;
  };

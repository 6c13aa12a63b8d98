import type { Database } from '../../database/database';
import type { ChannelReference, DeliveryType } from '../../model/alerts/channels';
import { SealError, type Sealer } from '../../stores/sealed-credentials';
import { type ChannelAddress, hashOfAddress, openAddress } from '../channels/address';
import { ofOwner } from '../channels/owned';
import { claimConfirmation, nextDelivery, noteSent, putOff } from './carry-deliveries';
import { type SendingMeans, type Sent, sendDelivery } from './send-delivery';

export interface Delivering extends SendingMeans {
  database: Database;
  sealer: Sealer;
  /** After each try. */
  tell(sent: Sent & { deliveryId: string; type: DeliveryType }): void;
}

const UNREADABLE: Sent = {
  isTaken: false,
  status: null,
  body: 'the address of the channel cannot be read: the operator has to look at CREDENTIALS_KEY, or it has to be made anew',
  ms: 0,
};

/**
 * Sends a channel what waits for it, one message after the other, until one is not taken. It may be stopped anywhere and repeated:
 * a message that was sent and not noted comes twice, with one id.
 */
export async function deliverChannel(
  { database, sealer, tell, ...means }: Delivering,
  channel: ChannelReference,
): Promise<void> {
  const { tenantId, channelId } = channel;
  for (let goesOn = true; goesOn; ) {
    means.signal.throwIfAborted();
    const next = await ofOwner(database, tenantId, (sql) => nextDelivery(sql, channel));
    if (next === null) return;
    const { kind, shown, sealed, ...delivery } = next;
    const { id: deliveryId, type } = delivery;
    const address = opened(sealed);
    if (address !== null && type === 'confirmation' && !(await mayAsk(address.address))) return;
    const isOperators = tenantId === null;
    const sent =
      address === null
        ? UNREADABLE
        : await sendDelivery({ ...address, channelId, kind, shown, isOperators, delivery }, means);
    goesOn = await ofOwner(database, tenantId, (sql) => noteSent(sql, channel, deliveryId, sent));
    tell({ ...sent, deliveryId, type });
  }

  /** null: it cannot be unsealed. That is a try as any other that failed, so that it delays no other channel. */
  function opened(sealed: Buffer): ChannelAddress | null {
    try {
      return openAddress(sealer, channel, sealed);
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  /** Whether an address may be asked now; else the question is put off until it may. */
  async function mayAsk(address: string): Promise<boolean> {
    const until = await database.withSystem((sql) => claimConfirmation(sql, hashOfAddress(address)));
    if (until !== null) await ofOwner(database, tenantId, (sql) => putOff(sql, channel, until));
    return until === null;
  }
}

import type { ChannelReference } from '../../model/alerts/channels';
import { startDelivery } from '../../temporal/start-delivery';
import type { ApiServices } from '../http/services';

/** Behind the answer: the message stands in its row, and where Temporal is away the look each minute sends it. */
export function deliverSoon({ temporal, log }: ApiServices, channel: ChannelReference): void {
  startDelivery(temporal, channel).catch((error: unknown) => {
    log.warn(
      { err: error, channel_id: channel.channelId },
      'a delivery of alerts could not be started; the next look does',
    );
  });
}

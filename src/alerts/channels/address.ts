import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ChannelKind, ChannelReference } from '../../model/alerts/channels';
import type { Sealer } from '../../stores/sealed-credentials';

/** What is sealed of a channel. `secret` signs a webhook's messages, or is the word that confirms an e-mail address. */
const Address = z.object({ address: z.string(), secret: z.string() });

export type ChannelAddress = z.infer<typeof Address>;

/** Whose rows are sealed for whom: the operator is no tenant. */
const ownerOf = ({ tenantId, channelId }: ChannelReference) =>
  ({ tenantId: tenantId ?? 'operator', storeId: channelId, purpose: 'alert_channel' }) as const;

export const newSecret = (kind: ChannelKind): string =>
  kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : randomBytes(24).toString('base64url');

export const sealAddress = (sealer: Sealer, channel: ChannelReference, address: ChannelAddress): Buffer =>
  sealer.seal(ownerOf(channel), address);

/** @throws as `unseal` does. */
export const openAddress = (sealer: Sealer, channel: ChannelReference, sealed: Buffer): ChannelAddress =>
  Address.parse(sealer.unseal(ownerOf(channel), sealed));

/** As much of it as tells its owner which one it is: `https://hooks.slack.com/…`, `a…@example.com`. */
export function shownAddress(kind: ChannelKind, address: string): string {
  if (kind === 'email') return address.replace(/^(.)[^@]*/u, '$1…');
  return `${new URL(address).origin}/…`;
}

/** One address however it is written. */
export const hashOfAddress = (address: string): string =>
  createHash('sha256').update(address.toLowerCase()).digest('hex');

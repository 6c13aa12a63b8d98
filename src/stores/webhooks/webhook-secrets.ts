import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Sealer, SealOwner } from '../sealed-credentials';

/** The columns of `store_webhooks` that hold them. */
export interface SealedSecrets {
  tenantId: string;
  storeId: string;
  sealedSecret: Buffer | null;
  sealedFormerSecret: Buffer | null;
}

export interface WebhookSecrets {
  /** Null where there is none, or the platform signs with one of the store's credentials. */
  current: string | null;
  /** Taken as well: what the store signed before it learned of the current one. */
  former: string | null;
}

const SECRET_BYTES = 32;

const Secret = z.string().min(1);

/** One that WooCommerce takes as it is, in its API and in a field of the shop's admin. */
export const newWebhookSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Apart from the store's credentials: neither opens in the other's place. */
export function sealWebhookSecret(sealer: Sealer, owner: Omit<SealOwner, 'purpose'>, secret: string): Buffer {
  return sealer.seal(ofWebhooks(owner), secret);
}

/** @throws as `unseal` does. */
export function webhookSecretsOf(sealer: Sealer, row: SealedSecrets): WebhookSecrets {
  const { sealedSecret, sealedFormerSecret, ...owner } = row;
  return {
    current: webhookSecretOf(sealer, owner, sealedSecret),
    former: webhookSecretOf(sealer, owner, sealedFormerSecret),
  };
}

/** One of them; for a row whose other one may be sealed with a key that is lost. @throws as `unseal` does. */
export function webhookSecretOf(
  sealer: Sealer,
  owner: Omit<SealOwner, 'purpose'>,
  sealed: Buffer | null,
): string | null {
  return sealed === null ? null : Secret.parse(sealer.unseal(ofWebhooks(owner), sealed));
}

function ofWebhooks({ tenantId, storeId }: Omit<SealOwner, 'purpose'>): SealOwner {
  return { tenantId, storeId, purpose: 'webhooks' };
}

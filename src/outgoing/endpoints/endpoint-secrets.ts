import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Sealer } from '../../stores/sealed-credentials';

/** As the Standard Webhooks specification writes them: `whsec_` and base64. */
const SECRET_BYTES = 32;

const Secret = z.string().startsWith('whsec_');

/** How long the secret before signs as well. */
export const BOTH_SIGN_HOURS = 24;

export const newEndpointSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

export interface EndpointId {
  tenantId: string;
  id: string;
}

const ownerOf = ({ tenantId, id }: EndpointId) => ({ tenantId, storeId: id, purpose: 'event_endpoint' }) as const;

export const sealEndpointSecret = (sealer: Sealer, endpoint: EndpointId, secret: string): Buffer =>
  sealer.seal(ownerOf(endpoint), secret);

/** @throws as `unseal` does. */
export const endpointSecretOf = (sealer: Sealer, endpoint: EndpointId, sealed: Buffer): string =>
  Secret.parse(sealer.unseal(ownerOf(endpoint), sealed));

import type { OpenEndpoint } from '../../outgoing/deliveries/claim-deliveries';
import { endpointSecretOf } from '../../outgoing/endpoints/endpoint-secrets';
import { SealError, type Sealer } from '../../stores/sealed-credentials';

/** Those that sign an endpoint's events now; as text, why they cannot be read. */
export function signingSecrets(sealer: Sealer, endpoint: OpenEndpoint): string[] | string {
  const { sealedSecret, sealedFormerSecret } = endpoint;
  try {
    const sealed = sealedFormerSecret === null ? [sealedSecret] : [sealedSecret, sealedFormerSecret];
    return sealed.map((each) => endpointSecretOf(sealer, endpoint, each));
  } catch (error) {
    if (error instanceof SealError) return error.message;
    throw error;
  }
}

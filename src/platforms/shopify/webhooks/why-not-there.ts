import { isInnerAddress } from '../../http/inner-host';
import type { ShopifySurroundings } from '../settings';

/**
 * Shopify delivers over https to hosts of the internet alone, and says so only after it was asked. A double of it that is
 * reached over plain http itself takes any address.
 */
export function whyNotThere(deliveryUrl: string, { shopifyOriginTemplate }: ShopifySurroundings): string | null {
  if (shopifyOriginTemplate.startsWith('http:')) return null;
  const { protocol, hostname } = new URL(deliveryUrl);
  if (protocol !== 'https:') {
    return `Shopify delivers over https only, and ${deliveryUrl} is not: set PUBLIC_URL to an https address`;
  }
  if (isInnerAddress(deliveryUrl)) {
    return `Shopify cannot reach ${hostname}: set PUBLIC_URL to an address of the internet`;
  }
  return null;
}

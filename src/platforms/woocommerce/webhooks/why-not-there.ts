import { isInnerAddress, mayReachInner } from '../../http/inner-host';

/** WooCommerce takes any address, private ones and plain http too: a shop of the internet would send to its own machine. */
export function whyNotThere(deliveryUrl: string, _: unknown, storeAddress: string): string | null {
  if (!isInnerAddress(deliveryUrl) || mayReachInner(storeAddress)) return null;
  return `the shop cannot reach ${new URL(deliveryUrl).host}, which is no address of the internet: set PUBLIC_URL to one that is`;
}

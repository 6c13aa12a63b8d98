import { z } from 'zod';
import { withoutTrailing } from '../../process/without-trailing';
import type { StoreSurroundings } from '../store-platform';

export interface ShopifySettings {
  /** Where shops answer: `{shop}` is the shop domain. Ends without a slash. */
  readonly shopifyOriginTemplate: string;
}

export type ShopifySurroundings = StoreSurroundings & ShopifySettings;

export const SHOPIFY_ITSELF = 'https://{shop}';

const OriginTemplate = z
  .string()
  .refine((text) => text.includes('{shop}') && /^https?:$/.test(protocolOf(text.replaceAll('{shop}', 'shop.test'))), {
    error: 'must be an http or https URL with {shop} where the shop domain belongs',
  })
  .transform((text) => withoutTrailing(text, '/'));

export const settings = {
  shopifyOriginTemplate: { variable: 'SHOPIFY_ORIGIN_TEMPLATE', schema: OriginTemplate.default(SHOPIFY_ITSELF) },
};

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

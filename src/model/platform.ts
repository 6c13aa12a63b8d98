/** The platforms that a store can run on. Adding one is a folder below `src/stores` and a line in `registry.ts`. */
export const PLATFORMS = ['woocommerce', 'shopify'] as const;

export type Platform = (typeof PLATFORMS)[number];

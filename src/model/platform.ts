/** The platforms that a store can run on. Adding one is its name here, a folder below `src/platforms` and a line in its `registry.ts`. */
export const PLATFORMS = ['woocommerce', 'shopify'] as const;

export type Platform = (typeof PLATFORMS)[number];

import { z } from 'zod';

const Count = z.int().min(0).max(1_000_000_000);
const Percent = z.number().min(0).max(100);

/**
 * What a tenant may set for a store, with every default filled in. Confirmed deactivations wait for approval when
 * they are more than `count` and more than `percent` of the active products. A full sync stops when, after
 * `products` of them, more than `percent` of the prices, limited stocks or products fell to nothing (100 lets it off).
 * Full syncs of stores with more than
 * `bulk_above` of either are read as one file where the platform writes such (Shopify).
 * Webhooks that tell of changes to more than `ids` products, or to `at_least` that are more than `percent` of the active,
 * become one incremental sync where there can be one.
 */
export const StoreSettings = z.strictObject({
  deactivation_brake: z.strictObject({ count: Count.default(20), percent: Percent.default(20) }).prefault({}),
  suspicious_change: z.strictObject({ products: Count.default(50), percent: Percent.default(50) }).prefault({}),
  bulk_above: z.strictObject({ products: Count.default(10_000), variants: Count.default(50_000) }).prefault({}),
  hint_storm: z
    .strictObject({ ids: Count.default(1_000), percent: Percent.default(25), at_least: Count.default(100) })
    .prefault({}),
});

export type StoreSettings = z.infer<typeof StoreSettings>;

/** A change of them: what is absent stays. */
export const StoreSettingsPatch = z.strictObject({
  deactivation_brake: z.strictObject({ count: Count, percent: Percent }).partial().optional(),
  suspicious_change: z.strictObject({ products: Count, percent: Percent }).partial().optional(),
  bulk_above: z.strictObject({ products: Count, variants: Count }).partial().optional(),
  hint_storm: z.strictObject({ ids: Count, percent: Percent, at_least: Count }).partial().optional(),
});

export type StoreSettingsPatch = z.infer<typeof StoreSettingsPatch>;

import { z } from 'zod';

const Count = z.int().min(0).max(1_000_000_000);
const Percent = z.number().min(0).max(100);

/**
 * What a tenant may set for a store, with every default filled in. Confirmed deactivations wait for approval when
 * they are more than `count` and more than `percent` of the active products.
 */
export const StoreSettings = z.strictObject({
  deactivation_brake: z.strictObject({ count: Count.default(20), percent: Percent.default(20) }).prefault({}),
});

export type StoreSettings = z.infer<typeof StoreSettings>;

/** A change of them: what is absent stays. */
export const StoreSettingsPatch = z.strictObject({
  deactivation_brake: z.strictObject({ count: Count, percent: Percent }).partial().optional(),
});

export type StoreSettingsPatch = z.infer<typeof StoreSettingsPatch>;

import type { StoreSettings } from '../../stores/store-settings';

/** Whether a store tells of so many products that reading what changed is less work than reading each of them. */
export function isStorm(
  ids: number,
  products: number,
  { ids: most, percent, at_least: atLeast }: StoreSettings['hint_storm'],
): boolean {
  return ids > most || (ids >= atLeast && ids > (products * percent) / 100);
}

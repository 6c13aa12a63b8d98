import type { GeneratedProduct } from './generate-products';

export function nastyProducts(): readonly GeneratedProduct[] {
  return [];
}

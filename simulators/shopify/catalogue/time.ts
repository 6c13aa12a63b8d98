/** Shopify's times are whole seconds in UTC. */
export function shopifyTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

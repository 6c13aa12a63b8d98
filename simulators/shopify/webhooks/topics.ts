/** The topics that the simulator delivers, named as its deliveries are; any one of the scopes will do. */
const TOPICS = {
  PRODUCTS_CREATE: { name: 'products/create', scopes: ['read_products'] },
  PRODUCTS_UPDATE: { name: 'products/update', scopes: ['read_products'] },
  PRODUCTS_DELETE: { name: 'products/delete', scopes: ['read_products'] },
  INVENTORY_LEVELS_UPDATE: { name: 'inventory_levels/update', scopes: ['read_inventory'] },
  APP_UNINSTALLED: { name: 'app/uninstalled', scopes: [] },
  APP_SCOPES_UPDATE: { name: 'app/scopes_update', scopes: [] },
  BULK_OPERATIONS_FINISH: { name: 'bulk_operations/finish', scopes: [] },
} as const satisfies Record<string, { name: string; scopes: readonly string[] }>;

export type Topic = keyof typeof TOPICS;

export const topicName = (topic: Topic): string => TOPICS[topic].name;

/** Topics about orders, customers and the like ask for scopes that no token of a simulated shop has. */
export function maySubscribe(topic: string, scopes: ReadonlySet<string>): topic is Topic {
  // Rather loud than refused: whoever wants one of these would take the refusal for a missing scope.
  if (/^(VARIANTS|INVENTORY_ITEMS|COLLECTIONS|SHOP)_/.test(topic))
    throw new Error(`the simulator delivers no ${topic}`);
  if (!Object.hasOwn(TOPICS, topic)) return false;
  const needed: readonly string[] = TOPICS[topic as Topic].scopes;
  return needed.length === 0 || needed.some((scope) => scopes.has(scope));
}

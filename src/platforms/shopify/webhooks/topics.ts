/** The topics that we want, with the scope that each needs. */
const SCOPES = {
  'products/create': 'read_products',
  'products/update': 'read_products',
  'products/delete': 'read_products',
  'inventory_levels/update': 'read_inventory',
  'app/uninstalled': null,
  'app/scopes_update': null,
  'bulk_operations/finish': null,
} as const satisfies Record<string, string | null>;

type ShopifyTopic = keyof typeof SCOPES;

const isOurs = (topic: string): topic is ShopifyTopic => Object.hasOwn(SCOPES, topic);

/** null: any app may have it. */
export const scopeOf = (topic: string): string | null => (isOurs(topic) ? SCOPES[topic] : null);

/** As GraphQL names it: `INVENTORY_LEVELS_UPDATE`. */
export const enumOf = (topic: string): string => topic.toUpperCase().replace('/', '_');

/** One of no interest keeps the name of GraphQL, which does not tell where the slash stood. */
export const topicOf = (name: string): string => Object.keys(SCOPES).find((topic) => enumOf(topic) === name) ?? name;

/** A product comes whole, with all its variants, where nothing is said: up to megabytes of which we take the id. */
const FIELDS: Partial<Record<string, readonly string[]>> = {
  'products/create': ['id', 'admin_graphql_api_id', 'updated_at'],
  'products/update': ['id', 'admin_graphql_api_id', 'updated_at'],
};

/** What a delivery is cut down to; null: nothing. */
export const fieldsOf = (topic: string): readonly string[] | null => FIELDS[topic] ?? null;

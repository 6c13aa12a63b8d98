import {
  type DocumentNode,
  getNamedType,
  NoDeprecatedCustomRule,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { loadAdminSchema, SCHEMA_VERSION } from '../../../simulators/shopify/schema/load-schema';
import { API_VERSION } from '../../../src/platforms/shopify/admin-address';
import {
  bulkOperation,
  bulkOperations,
  bulkProducts,
  cancelBulkOperation,
  runBulkOperation,
} from '../../../src/platforms/shopify/queries/bulk';
import { bulkLean, leanPage, leanVariants } from '../../../src/platforms/shopify/queries/lean';
import { destroyedProducts, news } from '../../../src/platforms/shopify/queries/news';
import {
  productCollections,
  productMedia,
  productVariants,
} from '../../../src/platforms/shopify/queries/product-connections';
import {
  ALL_FIELDS,
  type FieldSet,
  WITHOUT_INVENTORY_ITEMS,
} from '../../../src/platforms/shopify/queries/product-fields';
import { productStatuses, productsByIds, productsPage } from '../../../src/platforms/shopify/queries/products';
import { grantedScopes, shop } from '../../../src/platforms/shopify/queries/shop';
import {
  createWebhookSubscription,
  deleteWebhookSubscription,
  webhookSubscriptions,
} from '../../../src/platforms/shopify/queries/webhooks';

const documents = {
  bulkOperation,
  bulkOperations,
  bulkInventory: (fields: FieldSet) => bulkLean('inventory', fields, 'tag'),
  bulkPrices: (fields: FieldSet) => bulkLean('prices', fields, 'tag'),
  bulkProducts: (fields: FieldSet) => bulkProducts(fields, 'tag'),
  cancelBulkOperation,
  createWebhookSubscription,
  deleteWebhookSubscription,
  destroyedProducts,
  grantedScopes,
  inventoryPage: leanPage('inventory'),
  inventoryVariants: leanVariants('inventory'),
  news,
  pricesPage: leanPage('prices'),
  pricesVariants: leanVariants('prices'),
  productCollections,
  productMedia,
  productStatuses,
  productVariants,
  productsByIds,
  productsPage,
  runBulkOperation,
  shop,
  webhookSubscriptions,
};

const { schema, scopes } = loadAdminSchema();

const cases = Object.entries(documents).flatMap(([name, document]) => [
  { name, fields: 'all fields', document: parse(document(ALL_FIELDS)) },
  { name, fields: 'no inventory items', document: parse(document(WITHOUT_INVENTORY_ITEMS)) },
]);

it('the schema is that of the version that we ask for', () => {
  expect(SCHEMA_VERSION).toBe(API_VERSION);
});

describe.each(cases)('the document $name with $fields', ({ document }) => {
  it("is valid in Shopify's real schema", () => {
    expect(validate(schema, document).map(String)).toEqual([]);
  });

  it('uses no deprecated field', () => {
    expect(validate(schema, document, [NoDeprecatedCustomRule]).map(String)).toEqual([]);
  });

  it('needs no scope but read_products', () => {
    const lacking = needsOf(document).filter(({ anyOf }) => !anyOf.includes('read_products'));
    expect(lacking).toEqual([]);
  });
});

it('the page asks for inventory items only with the fields for it', () => {
  expect(needsOf(parse(productsPage(ALL_FIELDS))).map(({ need }) => need)).toContain('InventoryItem');
  expect(needsOf(parse(productsPage(WITHOUT_INVENTORY_ITEMS))).map(({ need }) => need)).not.toContain('InventoryItem');
});

/** Types and fields of a document that Shopify guards, each with the scopes of which one is enough. */
function needsOf(document: DocumentNode): { need: string; anyOf: string[] }[] {
  const guarded = new Map(
    scopes
      .filter(({ offlineScopes }) => offlineScopes.length > 0)
      .map(({ typeName, fieldName, offlineScopes }) => [
        fieldName === undefined ? typeName : `${typeName}.${fieldName}`,
        offlineScopes,
      ]),
  );
  const used = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const field = typeInfo.getFieldDef();
        if (!field) return;
        used.add(`${typeInfo.getParentType()?.name}.${field.name}`);
        used.add(getNamedType(field.type).name);
      },
    }),
  );
  return [...used].flatMap((need) => {
    const anyOf = guarded.get(need);
    return anyOf === undefined ? [] : [{ need, anyOf }];
  });
}

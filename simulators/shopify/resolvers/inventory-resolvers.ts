import { globalId } from '../catalogue/global-id';
import type { ShopInventoryItem, ShopVariant } from '../catalogue/shop-product';
import { money } from './product-resolvers';
import { connection, type QueryContext } from './query-context';
import { exactly, idFields, type Resolvers } from './resolver';

/** Every shop has one location, which holds all of its stock. */
export const LOCATION = { id: '68123456789', name: 'Main warehouse' };

type Level = { variant: ShopVariant };

export const inventoryItemResolvers: Resolvers<ShopInventoryItem> = {
  ...idFields('InventoryItem'),
  sku: (item, _, context) => variantOf(item, context).sku,
  createdAt: (item, _, context) => variantOf(item, context).createdAt,
  updatedAt: (item, _, context) => variantOf(item, context).updatedAt,
  measurement: (item) => ({ id: globalId('InventoryItemMeasurement', item.id), weight: item.weight }),
  unitCost: (item, _, { shop }) => item.unitCost && money(item.unitCost, shop),
  variant: (item, _, context) => variantOf(item, context),
  variants: (item, args, context, info) =>
    connection({ items: [variantOf(item, context)], keyOf: ({ id }) => ({ value: '', id }) }, args, context, info),
  locationsCount: () => exactly(1),
  inventoryLevels(item, args, context, info) {
    const levels: Level[] = [{ variant: variantOf(item, context) }];
    return connection({ items: levels, keyOf: () => ({ value: '', id: LOCATION.id }) }, args, context, info);
  },
};

export const inventoryLevelId = (itemId: string) =>
  `${globalId('InventoryLevel', LOCATION.id)}?inventory_item_id=${itemId}`;

export const inventoryLevelResolvers: Resolvers<Level> = {
  id: ({ variant }) => inventoryLevelId(variant.inventoryItem.id),
  isActive: () => true,
  item: ({ variant }) => variant.inventoryItem,
  location: () => LOCATION,
  createdAt: ({ variant }) => variant.createdAt,
  updatedAt: ({ variant }) => variant.updatedAt,
  quantities: ({ variant }, { names }) =>
    names.map((name) => ({
      id: globalId('InventoryQuantity', `${LOCATION.id}${names.indexOf(name)}`),
      name,
      quantity: name === 'available' || name === 'on_hand' ? variant.inventoryQuantity : 0,
      updatedAt: variant.updatedAt,
    })),
};

export const locationResolvers: Resolvers<typeof LOCATION> = { ...idFields('Location'), isActive: () => true };

function variantOf(item: ShopInventoryItem, { shop }: QueryContext): ShopVariant {
  const variant = shop.index.variantOfItem(item.id);
  if (!variant) throw new Error(`inventory item ${item.id} belongs to no variant`);
  return variant;
}

import type { LeanMode } from '../../../model/freshness/lean-product';
import { type FieldSet, INLINE_VARIANTS } from './product-fields';

/** Beside what identifies it and puts its variants in order. */
const GROUPS: Record<LeanMode, { ofProduct: string; ofVariant(fields: FieldSet): string }> = {
  inventory: {
    ofProduct: 'tracksInventory',
    ofVariant: ({ inventoryItems }) =>
      `availableForSale inventoryPolicy inventoryQuantity ${inventoryItems ? 'inventoryItem { tracked }' : ''}`,
  },
  prices: { ofProduct: '', ofVariant: () => 'price compareAtPrice' },
};

const ownFields = (mode: LeanMode) => `id status variantsCount { count precision } ${GROUPS[mode].ofProduct}`;
const variantFields = (mode: LeanMode, fields: FieldSet) => `id position ${GROUPS[mode].ofVariant(fields)}`;

/** As the page of whole products: by id, with a cursor for each. */
export const leanPage = (mode: LeanMode) => (fields: FieldSet) =>
  `
  query LeanProductsPage($first: Int!, $after: String, $search: String) {
    products(first: $first, after: $after, query: $search, sortKey: ID) {
      edges {
        cursor
        node {
          ${ownFields(mode)}
          variants(first: ${INLINE_VARIANTS}, sortKey: ID) {
            nodes { ${variantFields(mode, fields)} }
            pageInfo { hasNextPage }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const leanVariants = (mode: LeanMode) => (fields: FieldSet) =>
  `
  query LeanVariants($id: ID!, $first: Int!, $after: String) {
    product(id: $id) {
      variantsCount { count precision }
      variants(first: $first, after: $after, sortKey: ID) {
        nodes { ${variantFields(mode, fields)} }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

/** The same as a bulk operation: see `bulkProducts`. */
export const bulkLean = (mode: LeanMode, fields: FieldSet, tag: string) => `# ${tag}
  {
    products(sortKey: ID) {
      edges {
        node {
          __typename
          ${ownFields(mode)}
          variants { edges { node { __typename ${variantFields(mode, fields)} } } }
        }
      }
    }
  }`;

import { type FieldSet, productFields } from './product-fields';

/**
 * By id, the one order that no edit changes; all, or those that a search finds. A cursor for each product, so that a page
 * may be used up to any of them.
 */
export const productsPage = (fields: FieldSet) => `
  query ProductsPage($first: Int!, $after: String, $search: String) {
    products(first: $first, after: $after, query: $search, sortKey: ID) {
      edges { cursor node { ${productFields(fields)} } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** Just where one product stands: for when more of it than its id cannot be read. */
export const productsOutline = () => `
  query ProductsOutline($first: Int!, $after: String, $search: String) {
    products(first: $first, after: $after, query: $search, sortKey: ID) {
      edges { cursor node { id } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** Whole products by id; null for an id that the shop does not have. */
export const productsByIds = (fields: FieldSet) => `
  query ProductsByIds($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Product { ${productFields(fields)} } }
  }`;

/** The shop itself stands beside the nodes: a null in an answer without it says nothing about a product (I1). */
export const productStatuses = () => `
  query ProductStatuses($ids: [ID!]!) {
    shop { id }
    nodes(ids: $ids) { __typename id ... on Product { status } }
  }`;

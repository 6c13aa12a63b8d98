/** The shop itself stands beside the nodes: a null in an answer without it says nothing about a product (I1). */
export const productStatuses = () => `
  query ProductStatuses($ids: [ID!]!) {
    shop { id }
    nodes(ids: $ids) { __typename id ... on Product { status } }
  }`;

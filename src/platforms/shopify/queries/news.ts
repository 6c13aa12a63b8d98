import type { Stretch } from '../../../model/listing';

/** All at once: how many products changed, whether any was destroyed, and which shop says so. */
export const news = () => `
  query News($changed: String!, $destroyed: String!) {
    shop { id currencyCode }
    productsCount(query: $changed, limit: null) { count }
    events(first: 1, query: $destroyed) { nodes { id } }
  }`;

/** What was destroyed, by the events that tell: the products themselves are in no listing any more. */
export const destroyedProducts = () => `
  query DestroyedProducts($first: Int!, $after: String, $destroyed: String!) {
    events(first: $first, after: $after, query: $destroyed, sortKey: ID) {
      nodes { ... on BasicEvent { subjectId } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/**
 * Times stand in quotes: without them Shopify ignores the time of day and reads the date by the shop's zone. There is no
 * upper bound, since an edit moves a product behind it in the middle of the listing.
 */
export const changedSince = ({ since }: Stretch) => `updated_at:>='${since}'`;

export const destroyedSince = ({ since }: Stretch) => `subject_type:PRODUCT action:destroy created_at:>='${since}'`;

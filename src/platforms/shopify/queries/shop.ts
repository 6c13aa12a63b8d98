import type { FieldSet } from './product-fields';

/**
 * Counts stop at 10,000 unless they are told not to. The one product is a probe: whether the token may read
 * inventory items is known only from trying.
 */
export const shop = ({ inventoryItems }: FieldSet) => `
  query Shop {
    shop { id name myshopifyDomain currencyCode }
    productsCount(limit: null) { count }
    productVariantsCount(limit: null) { count }
    currentAppInstallation { accessScopes { handle } }
    ${inventoryItems ? 'products(first: 1) { nodes { variants(first: 1) { nodes { inventoryItem { tracked } } } } }' : ''}
  }`;

/** The cheapest question: asked before a listing, for the scopes and for the state of the bucket. */
export const grantedScopes = () => `
  query GrantedScopes {
    currentAppInstallation { accessScopes { handle } }
  }`;

import { z } from 'zod';
import { platforms } from '../../src/platforms/platforms';
import type { StorePlatform } from '../../src/platforms/store-platform';

const ShopCredentials = z.strictObject({ shop_domain: z.string(), access_token: z.string() });
type ShopCredentials = z.infer<typeof ShopCredentials>;

/** Connects every shop whose token starts with `good`, as that shop tells about itself. */
const shopPlatform: StorePlatform<ShopCredentials> = {
  displayName: 'Shopify',
  addressField: 'shop_domain',
  tellsOfDestroyed: true,
  secretPatterns: { names: [], texts: [] },
  secretsOf: ({ access_token }) => [access_token],
  settings: {},
  credentials: ShopCredentials,
  keptCredentials: ShopCredentials,
  address: ({ shop_domain }) => shop_domain.toLowerCase(),
  connect: async (credentials) =>
    credentials.access_token.startsWith('good')
      ? {
          kind: 'connected',
          credentials,
          facts: {
            kind: 'facts',
            name: 'The Shop',
            currency: 'EUR',
            productCount: 12,
            variantCount: 36,
            identity: 'shop-1',
            storeTime: '2026-11-25T08:00:00Z',
            abilities: { scopes: ['read_products'] },
          },
        }
      : { kind: 'credentials_rejected', detail: `${credentials.shop_domain} refused the access token` },
  open: () => {
    throw new Error('these tests send no request to a store');
  },
};

export const shopPlatforms = { ...platforms, shopify: shopPlatform };

import { z } from 'zod';
import { isProblem } from '../../../src/platforms/problem';
import type { StorePlatform } from '../../../src/platforms/store-platform';
import { confirmMissing, fetchByIds } from './by-id';
import { describeShop } from './describe-shop';
import { listPage } from './list-page';
import { shopApi } from './shop-api';

const Credentials = z.strictObject({
  shop_code: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be the code of the shop, such as acme'),
  shop_token: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be the token itself, without spaces or line breaks'),
});
type Credentials = z.infer<typeof Credentials>;

/** Beside what all platforms share; the name begins with the platform's. */
interface DummySettings {
  readonly dummyOrigin: string;
}

/**
 * The least that a platform is. `new-platform.e2e.test.ts` puts this folder below `src/platforms`, adds the platform's
 * two lines and syncs a shop. What a real one needs beside (waits that it asks for, error codes of its own, variants,
 * products that are not published) is in the folders there.
 */
export const dummy: StorePlatform<Credentials, DummySettings> = {
  displayName: 'Dummy',
  addressField: 'shop_code',
  tellsOfDestroyed: false,
  secretPatterns: { names: ['shop_token'], texts: [/\b(dmy_)\w+/g] },
  secretsOf: ({ shop_token }) => [shop_token],
  settings: { dummyOrigin: { variable: 'DUMMY_ORIGIN', schema: z.url().default('https://api.dummy.example') } },
  credentials: Credentials,
  keptCredentials: Credentials,
  address: ({ shop_code }) => shop_code,

  async connect(credentials, surroundings) {
    const { signal } = new AbortController(); // nobody cancels a connect; each request has its own time limit
    const facts = await describeShop(shopApi(credentials, surroundings), signal);
    return isProblem(facts) ? facts : { kind: 'connected', credentials, facts };
  },

  open({ credentials }, surroundings) {
    const api = shopApi(credentials, surroundings);
    return {
      idsAtOnce: 20,
      describe: (signal) => describeShop(api, signal),
      listPage: (request) => listPage(api, request),
      fetchByIds: (request) => fetchByIds(api, request),
      confirmMissing: (request) => confirmMissing(api, request),
    };
  },
};

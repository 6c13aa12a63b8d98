import { type Client, type components, orThrow } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import { plainText } from '../output/plain-text';

export type Store = components['schemas']['Store'];

export const STORE_ARGUMENT = 'id or name of a store; may be left out where there is only one';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** More are not looked through for a name. */
const MOST_STORES = 5_000;
const SHOWN = 20;

export const addressOf = ({ store_url, shop_domain }: Pick<Store, 'store_url' | 'shop_domain'>): string | undefined =>
  store_url ?? shop_domain;

/** The store that somebody means by its id, name or address, or by saying nothing where there is only one. */
export async function findStore(
  client: Client,
  named: string | undefined,
): Promise<Pick<Store, 'id' | 'platform' | 'name'>> {
  if (named !== undefined && isUuid(named)) {
    return orThrow(await client.GET('/v1/stores/{id}', { params: { path: { id: named } } }));
  }
  const stores = await connectedStores(client);
  const meant = named === undefined ? stores : stores.filter((store) => isCalled(store, named));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  throw wrongUsage(
    only === undefined
      ? named === undefined
        ? 'No store is connected: `catalog-sync connect` connects one.'
        : `No store is called ${named}: \`catalog-sync stores\` lists them.`
      : ['Several stores may be meant, name one by its id:', ...meant.slice(0, SHOWN).map(choice)].join('\n'),
  );
}

async function connectedStores(client: Client): Promise<Store[]> {
  const stores: Store[] = [];
  for await (const page of client.pages('/v1/stores', { params: { query: { limit: 200 } } })) {
    stores.push(...page.filter(({ status }) => status !== 'disconnected'));
    if (stores.length > MOST_STORES) break;
  }
  return stores;
}

function isCalled(store: Store, named: string): boolean {
  const names = [store.name, addressOf(store), addressOf(store)?.replace(/^https?:\/\//, '')];
  return names.some((name) => name?.toLowerCase() === named.toLowerCase());
}

const choice = (store: Store): string =>
  `  ${store.id}  ${plainText(store.name)}  ${plainText(addressOf(store) ?? '')}`;

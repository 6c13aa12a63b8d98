import { Argument } from 'commander';
import { z } from 'zod';
import { orThrow } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import { plainText } from '../output/plain-text';
import { askSecret, readSecretFile } from '../profile/ask-secret';
import type { Session } from '../session';
import type { AddCommand } from './command';
import { addressOf } from './find-store';

const WooCommerceCredentials = z.strictObject({
  store_url: z.string(),
  consumer_key: z.string(),
  consumer_secret: z.string(),
});

const ShopifyCredentials = z.union([
  z.strictObject({ shop_domain: z.string(), client_id: z.string(), client_secret: z.string() }),
  z.strictObject({ shop_domain: z.string(), access_token: z.string() }),
  // The app's secret beside its token: webhooks are signed with it.
  z.strictObject({ shop_domain: z.string(), access_token: z.string(), client_secret: z.string() }),
]);

interface ConnectOptions {
  address?: string;
  name?: string;
  from?: string;
  clientId?: string;
  sync?: true;
  check?: true;
}

/** `connect`: secrets are asked for without echo, or read from a file, and are never arguments. */
export const addConnect: AddCommand = (program, open) => {
  program
    .command('connect')
    .description('connect a store, or connect it again with other credentials')
    .addArgument(new Argument('<platform>', 'what the store runs on').choices(['woocommerce', 'shopify']))
    .option('--address <address>', 'https://shop.example.com, or example.myshopify.com')
    .option('--name <name>', 'what it is called here; its own name when left out')
    .option('--client-id <id>', 'Shopify: an app’s client id, in place of an access token')
    .option('--from <file>', 'read the credentials from a JSON file (-: standard input), as POST /v1/stores has them')
    .option('--sync', 'start a first full sync')
    .option('--check', 'only try the credentials, and keep nothing')
    .action(async (platform: 'woocommerce' | 'shopify', options: ConnectOptions, command) => {
      const session = open(command);
      const client = session.as('tenant');
      const connection =
        platform === 'woocommerce'
          ? { platform, credentials: await wooCommerceCredentials(session, options) }
          : { platform, credentials: await shopifyCredentials(session, options) };
      if (options.check) {
        const found = orThrow(await client.POST('/v1/stores/check', { body: connection }));
        const { name, currency, product_count } = found;
        const said = `The store answers: ${plainText(name ?? 'without a name')}, ${product_count} products, ${plainText(currency)}.`;
        session.print.result(found, () => [said]);
        return;
      }
      const { name, sync = false } = options;
      const body = { ...connection, sync, ...(name && { name }) };
      const store = orThrow(await client.POST('/v1/stores', { body }));
      session.print.result(store, () => [
        `Connected ${plainText(store.name)} (${plainText(addressOf(store) ?? '')}): store ${store.id}`,
        ...(store.sync ? [`run ${store.sync.run_id}`] : []),
      ]);
    });
};

async function wooCommerceCredentials({ surroundings }: Session, { from, address }: ConnectOptions) {
  if (from !== undefined) return credentialsIn(from, WooCommerceCredentials);
  return {
    store_url: given(address, 'https://shop.example.com'),
    consumer_key: await askSecret(surroundings, 'Consumer key (ck_…)'),
    consumer_secret: await askSecret(surroundings, 'Consumer secret (cs_…)'),
  };
}

async function shopifyCredentials({ surroundings }: Session, { from, address, clientId }: ConnectOptions) {
  if (from !== undefined) return credentialsIn(from, ShopifyCredentials);
  const shop_domain = given(address, 'example.myshopify.com');
  return clientId === undefined
    ? { shop_domain, access_token: await askSecret(surroundings, 'Access token (shpat_…)') }
    : { shop_domain, client_id: clientId, client_secret: await askSecret(surroundings, 'Client secret') };
}

function given(address: string | undefined, example: string): string {
  if (address === undefined) throw wrongUsage(`Say where the store is: --address ${example}`);
  return address;
}

/** Faults are named by field, never by what stands there. */
function credentialsIn<Credentials>(file: string, schema: z.ZodType<Credentials>): Credentials {
  const parsed = schema.safeParse(readSecretFile(file));
  if (parsed.success) return parsed.data;
  throw wrongUsage(
    `${file} does not hold the credentials that POST /v1/stores takes for this platform: see docs/openapi.json.`,
  );
}

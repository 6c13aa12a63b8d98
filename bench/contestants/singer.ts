import { join } from 'node:path';
import { asAdmin, createDatabase } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import type { Contestant, Missing } from './contestant';
import { startLineProgram } from './line-program';
import { PEERS, peerEnvironment } from './peer-environment';

const NAME = 'tap-shopify | target-postgres';

const WHAT =
  'tap-shopify 3.13.0 (250 a page, one date window over all) piped into meltanolabs-target-postgres 0.8.1 (COPY, batches of 10,000, no validation, no extra columns). The shop’s address is set by a wrapper; the start of both programs is part of the time, as it is in use.';

/** Fields of the tap that the simulated shop does not have. */
const WITHOUT = [
  'image',
  'taxCode',
  'giftCardTemplateSuffix',
  'hasVariantsThatRequiresComponents',
  'requiresSellingPlan',
];

export interface SingerShop {
  address: string;
  accessToken: string;
}

export async function singer(
  servers: Servers,
  workload: string,
  { address, accessToken }: SingerShop,
  say: (line: string) => void,
): Promise<Contestant | Missing> {
  const tap = await peerEnvironment('tap-shopify', say);
  if (tap.kind === 'missing') return { name: NAME, missing: tap.why };
  const target = await peerEnvironment('target-postgres', say);
  if (target.kind === 'missing') return { name: NAME, missing: target.why };

  const database = `${workload}_singer`.toLowerCase();
  const { hostname, port, username, password } = new URL(await createDatabase(servers, database));
  const order = {
    logFile: join(servers.dataDir, 'logs/singer.log'),
    tapPython: join(tap.bin, 'python'),
    targetProgram: join(target.bin, 'target-postgres'),
    here: { address, accessToken, shop: 'bench.myshopify.com', without: WITHOUT },
    tap: {
      shop: 'bench.myshopify.com',
      api_key: accessToken,
      start_date: '2022-01-01T00:00:00Z',
      date_window_size: 3650,
    },
    target: {
      ...{ host: hostname, port: Number(port), user: username, password, database },
      default_target_schema: 'singer',
      batch_size_rows: 10_000,
      use_copy: true,
      add_record_metadata: false,
      activate_version: false,
      validate_records: false,
    },
  };

  return {
    name: NAME,
    what: WHAT,
    catalogue: {
      database,
      products: `select substring(id from '[0-9]+$') as external_id, title from singer.products`,
      variants: `select substring(product ->> 'id' from '[0-9]+$') as product_id, substring(id from '[0-9]+$') as external_id,
                        sku, price from singer.product_variants`,
      whole: false,
    },
    reset: async () => {
      await asAdmin(servers, database, 'drop schema if exists singer cascade');
    },
    async prepare() {
      const program = await startLineProgram(join(tap.bin, 'python'), [
        join(PEERS, 'tap_and_target.py'),
        JSON.stringify(order),
      ]);
      return { processes: { contestant: program.pid }, go: program.go, end: program.end };
    },
  };
}

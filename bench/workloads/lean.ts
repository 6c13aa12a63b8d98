import { shopify } from '../../src/platforms/shopify/shopify';
import type { StoreConnection } from '../../src/platforms/store-platform';
import { woocommerce } from '../../src/platforms/woocommerce/woocommerce';
import { countingProxy, type Traffic } from '../lean/counting-proxy';
import { type Mode, readInBulk, readPages } from '../lean/read-store';
import { goal, ratio, seconds, whole } from '../report/goals';
import type { Table } from '../report/result';
import { shopCredentials } from '../service/catalogue';
import { VARIABLE_EVERY, VARIANTS_EACH } from './new-store';
import type { Bench, Workload } from './workload';

const MODES: readonly Mode[] = [undefined, 'inventory', 'prices'];
const OWN = { allowPrivateStores: true, storePorts: [443] };

interface LeanRun extends Traffic {
  mode: string;
  /** Of this process, which asks, reads and maps. */
  cpuSeconds: number;
  /** Of Shopify's bucket. */
  points: number;
}

interface Way {
  title: string;
  /** Over the proxy, or straight from the store. */
  open(): Promise<{ counted: StoreConnection; straight: StoreConnection }>;
  read(store: StoreConnection, mode: Mode): Promise<{ count: number; file?: Traffic }>;
  take(): Traffic;
  points(): Promise<number>;
  close(): void;
}

/** The platforms' side alone: what a listing of one group of fields saves beside one of whole products. */
export const lean: Workload = {
  name: 'lean',
  title: 'Stock or prices alone beside whole products, as the stores answer them',
  async run(bench) {
    const { products } = bench.sizes;
    const ways = [await wooCommerceWay(bench), ...(await shopifyWays(bench))];
    const measured: { title: string; runs: LeanRun[] }[] = [];
    for (const way of ways) {
      measured.push({ title: way.title, runs: await measure(way, products) });
      bench.say(`${way.title}: read`);
    }
    for (const way of ways) way.close();
    return {
      name: this.name,
      title: this.title,
      tables: measured.map(({ title, runs }) => tableOf(`${title}, ${products} products`, runs)),
      goals: measured.flatMap(({ title, runs }) => goalsOf(title, runs)),
      notes: [
        `WooCommerce: every ${VARIABLE_EVERY}th product has ${VARIANTS_EACH} variations. Shopify: ${VARIANTS_EACH} variants and 2 images each, and no bucket.`,
        'Bytes are those of answers without their headers; packed is gzip at its usual level, each answer by itself, a bulk file as a whole.',
        'How much bytes fall depends on the texts: a product of these shops has about 2 kB of them. Requests stay what they are. WooCommerce loads whole products whatever is asked for: what PHP does for a page is in no figure here.',
      ],
      data: measured,
    };
  },
};

async function measure(way: Way, products: number): Promise<LeanRun[]> {
  const runs: LeanRun[] = [];
  for (const mode of MODES) {
    // Anew for each, as a run does: the first answers teach a connection what it needs not ask again.
    const { counted, straight } = await way.open();
    way.take();
    const before = await way.points();
    const { count, file } = await way.read(counted, mode);
    if (count !== products) throw new Error(`${count} of ${products} products came (${mode ?? 'whole'})`);
    const traffic = sumOf(way.take(), file);
    const points = (await way.points()) - before;

    const cpu = process.cpuUsage();
    await way.read(straight, mode);
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ mode: mode ?? 'whole', ...traffic, points, cpuSeconds: (user + system) / 1e6 });
  }
  return runs;
}

function sumOf(one: Traffic, other: Traffic = { requests: 0, bytes: 0, packedBytes: 0 }): Traffic {
  return {
    requests: one.requests + other.requests,
    bytes: one.bytes + other.bytes,
    packedBytes: one.packedBytes + other.packedBytes,
  };
}

async function wooCommerceWay({ servers, sizes }: Bench): Promise<Way> {
  const shop = await servers.stores.ask('addWooCommerce', {
    ...{ name: 'lean', products: sizes.products, variableEvery: VARIABLE_EVERY, variationsEach: VARIANTS_EACH },
  });
  const proxy = await countingProxy(shop.storeUrl);
  const open = async (store_url: string) => {
    const given = { store_url, consumer_key: shop.consumerKey, consumer_secret: shop.consumerSecret };
    const outcome = await woocommerce.connect(given, OWN);
    if (outcome.kind !== 'connected') throw new Error(outcome.detail);
    const { credentials } = outcome;
    return woocommerce.open({ credentials, renew: async () => credentials }, OWN);
  };
  return {
    title: 'WooCommerce',
    open: async () => ({ counted: await open(proxy.address), straight: await open(shop.storeUrl) }),
    read: async (store, mode) => ({ count: await readPages(store, mode) }),
    take: proxy.take,
    points: async () => 0,
    close: proxy.close,
  };
}

async function shopifyWays({ servers, sizes }: Bench): Promise<Way[]> {
  const domain = 'lean.myshopify.com';
  const { accessToken } = await servers.stores.ask('addShopify', {
    ...{ domains: [domain], products: sizes.products, variantsEach: VARIANTS_EACH },
  });
  const template = await servers.stores.ask('originTemplate', null);
  const proxy = await countingProxy(template);
  const credentials = shopCredentials(domain, accessToken);
  const open = (shopifyOriginTemplate: string) =>
    shopify.open({ credentials, renew: async () => credentials }, { ...OWN, shopifyOriginTemplate });
  let operations = 0;
  const way: Omit<Way, 'title' | 'read'> = {
    open: async () => ({ counted: open(proxy.address), straight: open(template) }),
    take: proxy.take,
    points: async () => (await servers.stores.ask('counters', { platform: 'shopify', name: domain })).points,
    close: proxy.close,
  };
  return [
    {
      ...way,
      title: 'Shopify page by page',
      read: async (store, mode) => ({ count: await readPages(store, mode) }),
    },
    {
      ...way,
      title: 'Shopify in bulk',
      read: (store, mode) => readInBulk(store, mode, `lean-${++operations}`),
    },
  ];
}

function tableOf(title: string, runs: readonly LeanRun[]): Table {
  const [all] = runs;
  const kilobytes = (bytes: number) => whole(bytes / 1_000);
  const share = (of: (run: LeanRun) => number, run: LeanRun) => (all ? ratio(of(run) / of(all)) : '');
  return {
    title,
    columns: ['listing', 'requests', 'points', 'kB', 'share', 'kB packed', 'share', 'our CPU'],
    rows: runs.map((run) => [
      run.mode,
      whole(run.requests),
      whole(run.points),
      kilobytes(run.bytes),
      share(({ bytes }) => bytes, run),
      kilobytes(run.packedBytes),
      share(({ packedBytes }) => packedBytes, run),
      seconds(run.cpuSeconds),
    ]),
  };
}

function goalsOf(title: string, [all, ...leanRuns]: readonly LeanRun[]) {
  return leanRuns.map(({ mode, bytes, requests }) =>
    goal(
      `lean: bytes of ${mode} / of whole products, ${title} (${requests} and ${all?.requests ?? 0} requests)`,
      all ? bytes / all.bytes : null,
      { atLeast: 0.5, aim: 0.25 },
    ),
  );
}

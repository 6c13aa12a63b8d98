import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from '../servers/private-file';

const DemoMemory = z.strictObject({
  /** Ports of the simulators: a WooCommerce store is known by its address. */
  ports: z.strictObject({ shopify: z.int(), woocommerce: z.int() }),
  /** The demo tenant, with its key: the service itself keeps only a hash. */
  tenant: z.strictObject({ id: z.string(), key: z.string() }).nullable(),
  storeIds: z.array(z.string()),
});

/** What the next start must know of the demo to find it again. */
export type DemoMemory = z.infer<typeof DemoMemory>;

const fileIn = (dataDir: string) => join(dataDir, 'demo.json');

export function recallDemo(dataDir: string): DemoMemory {
  const first: DemoMemory = { ports: { shopify: 8301, woocommerce: 8302 }, tenant: null, storeIds: [] };
  return readPrivateFile(fileIn(dataDir), DemoMemory) ?? first;
}

export function rememberDemo(dataDir: string, memory: DemoMemory): void {
  writePrivateFile(fileIn(dataDir), memory);
}

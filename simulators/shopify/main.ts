import { parseArgs } from 'node:util';
import type { ShopOptions } from './shop-options';
import { startShopifySimulator } from './start';

/**
 * The simulator as a program: `--port N`, `--shops '[{"domain": "demo.myshopify.com", "products": 500}]'`.
 * With `--with-parent` it ends when its standard input closes, that is when the process that started it is gone.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, shops: { type: 'string' }, 'with-parent': { type: 'boolean' } },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
  if (values['with-parent']) {
    // A pipe closes, a file ends: neither may leave the program behind.
    for (const event of ['end', 'close'] as const) process.stdin.on(event, () => process.exit(0));
    process.stdin.resume();
  }

  const simulator = await startShopifySimulator(values.port === undefined ? {} : { port: Number(values.port) });
  const shops: ShopOptions[] = JSON.parse(values.shops ?? '[]');
  for (const shop of shops) simulator.addShop(shop);
  console.log(`shopify simulator listening on ${simulator.url}`);
}

main().catch((error: Error) => {
  console.error(`shopify simulator: ${error.message}`);
  process.exit(1);
});

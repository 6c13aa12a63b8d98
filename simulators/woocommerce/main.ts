import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readJson } from './answers/json';
import { ShopMessage } from './control/control-messages';
import { startWooCommerceSimulator } from './start';

/** The simulator as a program: --port N, --shops '[{"name":"shop","products":500}]', --with-parent. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, shops: { type: 'string' }, 'with-parent': { type: 'boolean' } },
  });
  const shops = z.array(ShopMessage).parse(readJson(values.shops ?? '[]'));
  const simulator = await startWooCommerceSimulator({ port: Number(values.port ?? 0) });
  for (const shop of shops) simulator.addShop(shop);

  process.once('SIGTERM', end).once('SIGINT', end);
  if (values['with-parent']) {
    // A parent that is killed cannot say goodbye; its end of the pipe closes all the same.
    process.once('disconnect', end);
    process.stdin.once('end', end).once('close', end).resume();
  }
  console.log(`woocommerce simulator listening on ${simulator.url}`);
}

function end(): void {
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

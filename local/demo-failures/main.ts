import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startShopifySimulator } from '../../simulators/shopify/start';
import { startWooCommerceSimulator } from '../../simulators/woocommerce/start';
import { runProgram } from '../../src/process/run-program';
import { localParts } from '../servers/parts';
import { startProcessGuard } from '../servers/process-guard';
import { openTerminal } from '../servers/terminal';
import { whenAskedToEnd } from '../servers/when-asked-to-end';
import { playFailures } from './play-failures';
import { openScene } from './scene';
import { startService } from './start-service';

const terminal = openTerminal(process.stdout);

/** `npm run demo:failures`: seven failures against simulated stores, borne by the real programs. Ends by itself. */
async function main(): Promise<void> {
  // The demo spoils stores and kills a worker: never beside somebody's real database and Temporal.
  for (const name of ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'TEMPORAL_ADDRESS']) delete process.env[name];
  const startedAt = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-failures-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const parts = localParts(startProcessGuard(), { ...terminal, say: () => {} });
  const end = whenAskedToEnd(() => void parts.hurry());
  let isAsPromised = false;
  try {
    const played = playEverything(dataDir, parts, end.signal);
    isAsPromised = await Promise.race([played, end.asked.then(() => false)]);
  } finally {
    terminal.live([]);
    await parts.end();
  }
  const took = `${Math.round((performance.now() - startedAt) / 1000)} s in all`;
  if (isAsPromised) rmSync(dataDir, { recursive: true, force: true });
  terminal.say(
    isAsPromised ? `Everything has ended, ${took}.` : `Everything has ended, ${took}. Logs: ${dataDir}/logs`,
  );
  process.exitCode = isAsPromised ? 0 : 1;
}

async function playEverything(
  dataDir: string,
  parts: ReturnType<typeof localParts>,
  end: AbortSignal,
): Promise<boolean> {
  terminal.say('Seven failures, played on simulated stores and borne by the real programs');
  terminal.live(['Starting PostgreSQL, Temporal, a worker, the API and the stores ...']);
  const [woocommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const { originTemplate: shopifyOriginTemplate } = shopify;
  const service = await startService({ dataDir, parts, shopifyOriginTemplate, terminal, end });
  return playFailures(await openScene({ ...service, simulators: { woocommerce, shopify } }), terminal);
}

runProgram(main, { exitsAtOnce: true });

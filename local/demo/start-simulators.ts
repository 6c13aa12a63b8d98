import { join } from 'node:path';
import { platforms } from '../../src/platforms/platforms';
import type { Parts } from '../servers/parts';
import { PROJECT_ROOT } from '../servers/project-root';
import { waitUntilReady } from '../servers/wait-until-ready';
import { DEMO_STORES, type DemoStore, type SimulatedPlatform } from './demo-stores';

export type SimulatorPorts = Record<SimulatedPlatform, number>;

/** Where each platform's simulator is. */
export type SimulatorUrls = Record<SimulatedPlatform, string>;

export interface SimulatorOptions {
  dataDir: string;
  parts: Parts;
  ports: SimulatorPorts;
}

const READY_WITHIN_MS = 30_000;

/** Starts the simulators of the demo stores, each a process of its own. */
export async function startSimulators(options: SimulatorOptions): Promise<SimulatorUrls> {
  const { shopify, woocommerce } = options.ports;
  await Promise.all(DEMO_STORES.map((store) => startSimulator(store, options)));
  return { shopify: `http://127.0.0.1:${shopify}`, woocommerce: `http://127.0.0.1:${woocommerce}` };
}

async function startSimulator({ platform, shop }: DemoStore, { dataDir, parts, ports }: SimulatorOptions) {
  const program = join(PROJECT_ROOT, `dist/simulators/${platform}/main.js`);
  const simulator = parts.start({
    name: `the ${platforms[platform].displayName} simulator`,
    command: process.execPath,
    args: [program, '--port', String(ports[platform]), '--shops', JSON.stringify([shop])],
    env: process.env,
    logFile: join(dataDir, `logs/${platform}-simulator.log`),
    stopSignal: 'SIGTERM',
  });
  await waitUntilReady(simulator, READY_WITHIN_MS, async () => {
    const { status } = await fetch(`http://127.0.0.1:${ports[platform]}/__control/shops`);
    if (status !== 200) throw new Error(`its control API answers ${status}`);
  });
  parts.keep(simulator);
}

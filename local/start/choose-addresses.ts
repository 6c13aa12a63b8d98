import { readSettings } from '../../src/process/settings';
import { recallDemo, rememberDemo } from '../demo/demo-memory';
import type { SimulatorPorts } from '../demo/start-simulators';
import type { ChoosePort } from '../servers/free-port';
import type { ApiAddress } from '../servers/program-environment';
import type { StartOptions } from './start-options';

const EVERY_ADDRESS = '0.0.0.0';
const THIS_MACHINE = '127.0.0.1';

export async function chooseApiAddress({ port }: StartOptions, choosePort: ChoosePort): Promise<ApiAddress> {
  const settings = readSettings(['host', 'port'], { ...process.env, HOST: process.env.HOST || THIS_MACHINE });
  const chosen = await choosePort('the API', port ?? settings.port, port !== null);
  const reachable = settings.host === EVERY_ADDRESS ? THIS_MACHINE : settings.host;
  return { host: settings.host, port: chosen, url: `http://${reachable}:${chosen}` };
}

/** Those of the last start where they are free: a WooCommerce store is known by its address. */
export async function chooseSimulatorPorts(dataDir: string, choosePort: ChoosePort): Promise<SimulatorPorts> {
  const { ports: last } = recallDemo(dataDir);
  const ports = {
    shopify: await choosePort('the Shopify simulator', last.shopify),
    woocommerce: await choosePort('the WooCommerce simulator', last.woocommerce),
  };
  rememberDemo(dataDir, { ...recallDemo(dataDir), ports });
  return ports;
}

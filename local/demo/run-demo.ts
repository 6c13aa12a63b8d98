import { reasonOf } from '../../src/process/reason-of';
import type { Terminal } from '../servers/terminal';
import { type ConnectedDemo, connectDemo, type DemoOptions } from './connect-demo';
import { priceChanges } from './price-change';
import { registerWebhooks } from './register-webhooks';
import { syncDemo } from './sync-demo';
import { syncTable } from './sync-table';

/**
 * Connects the demo stores, syncs them and says what came of it. A demo that fails is said: everything else works.
 *
 * @returns the demo tenant; null when there is none.
 */
export async function runDemo(
  options: Omit<DemoOptions, 'say'>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ConnectedDemo | null> {
  let demo: ConnectedDemo | null = null;
  try {
    demo = await connectDemo({ ...options, say: terminal.say });
    terminal.say('\nSync of the demo stores');
    const [synced] = await Promise.all([syncDemo(demo, terminal, signal), registerWebhooks(demo, options, signal)]);
    terminal.say(`\n${syncTable(synced)}`);
    demo.priceChanges = await priceChanges(demo, options.simulators);
  } catch (error) {
    terminal.live([]);
    if (signal.aborted) throw error;
    terminal.say(`\nThe demo could not be finished: ${reasonOf(error)}`);
  }
  return demo;
}

import { parseArgs } from 'node:util';

/**
 * Runs a simulator as a program: `--port N`, `--shops '[…]'` with the options of each. With `--with-parent` it ends when
 * the program that started it is gone.
 */
export function runSimulator<Simulator extends { url: string }>(
  name: string,
  start: (at: { port: number }) => Promise<Simulator>,
  addShops: (simulator: Simulator, shops: string) => void,
): void {
  const main = async (): Promise<void> => {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, shops: { type: 'string' }, 'with-parent': { type: 'boolean' } },
    });
    process.once('SIGTERM', end).once('SIGINT', end);
    if (values['with-parent']) {
      // A parent that is killed cannot say goodbye; its end of the pipe closes all the same.
      process.once('disconnect', end);
      process.stdin.once('end', end).once('close', end).resume();
    }
    const simulator = await start({ port: Number(values.port ?? 0) });
    addShops(simulator, values.shops ?? '[]');
    console.log(`${name} simulator listening on ${simulator.url}`);
  };
  main().catch((error: unknown) => {
    console.error(`${name} simulator:`, error);
    process.exit(1);
  });
}

function end(): void {
  process.exit(0);
}

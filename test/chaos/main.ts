import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runChaos } from './run-chaos';

const Options = z.object({
  seed: z.coerce.number().int().nonnegative(),
  minutes: z.coerce.number().positive().max(600),
});

/** `npm run test:chaos -- --seed N --minutes M`. Exit code 1 on any violation. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, minutes: { type: 'string', default: '1' } },
  });
  const { seed, minutes } = Options.parse(values);
  const { summary, violations, dataDir } = await runChaos({ seed, lengthMs: minutes * 60_000, say: console.log });
  console.log(summary);
  if (violations.length === 0) {
    console.log('no violation');
    return;
  }
  console.error(`\n${violations.length} violations; logs, data and journal stay in ${dataDir}`);
  for (const violation of violations) console.error(`- ${violation}`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

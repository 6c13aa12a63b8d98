import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type HostileReport, playHostile } from './long/play';

const Options = z.object({
  minutes: z.coerce.number().positive().max(600),
  seed: z.coerce.number().int().nonnegative(),
  requests: z.coerce.number().int().positive(),
});

/** `npm run test:hostile -- --minutes 30 --seed 1 --requests 10000`. Exit code 1 on any violation. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      requests: { type: 'string', default: '10000' },
    },
  });
  const report = await playHostile({ ...Options.parse(values), say: console.log });
  console.log(JSON.stringify(report, null, 2));
  console.log(tableOf(report));
  for (const violation of report.violations) console.error(`- ${violation}`);
  if (report.violations.length > 0) process.exitCode = 1;
}

function tableOf({ neighbour, memory, hostile, answers, violations }: HostileReport): string {
  const { seconds, apiMs } = neighbour;
  const memoryLine = (name: 'api' | 'worker') => {
    const { first, thirdQuarter, lastQuarter, most } = memory[name];
    return `${first} at first, ${thirdQuarter} in the third quarter, ${lastQuarter} in the last, ${most} at most`;
  };
  const rows = [
    ['runs of hostile stores that ended', String(hostile.ended)],
    ['of them otherwise than designed', String(Object.values(hostile.otherwise).reduce((sum, each) => sum + each, 0))],
    [
      'malformed requests and wrong keys',
      Object.entries(answers)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', '),
    ],
    ["the neighbour's syncs, s", `${neighbour.syncs}: p50 ${seconds.p50}, most ${seconds.most}`],
    ["the API's answers to it, ms", `p50 ${apiMs.p50}, p99 ${apiMs.p99}, most ${apiMs.most}`],
    ['memory of the API, MB', memoryLine('api')],
    ['memory of the worker, MB', memoryLine('worker')],
    ['violations', String(violations.length)],
  ];
  return ['| what | measured |', '| --- | --- |', ...rows.map(([what, measured]) => `| ${what} | ${measured} |`)].join(
    '\n',
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

import { patient } from '../support/patience';
import { runChaos } from './run-chaos';

/** The plan of this seed kills every kind of process; `npm run test:chaos` takes any seed and any time. */
const SEED = 1;
const LENGTH_MS = 14_000;
const ENDS_WITHIN_MS = 300_000;

it(
  'I1 I3 I4 stores that change and fail, killed programs and people who interfere leave nothing wrong',
  async () => {
    const lines: string[] = [];
    const { violations, summary } = await runChaos({
      seed: SEED,
      lengthMs: LENGTH_MS,
      say: (line) => lines.push(line),
    });
    expect({ violations, summary }).toEqual({ violations: [], summary: expect.stringContaining('invariants in SQL') });
  },
  patient(ENDS_WITHIN_MS),
);

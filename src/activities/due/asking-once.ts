import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreTraffic } from '../../platforms/http/traffic';
import type { StoreProblem } from '../../platforms/problem';
import type { Store } from '../../stores/store';

/** Shopify's bucket fills by the second; any longer wait is for the next look. */
const SHORT_WAIT = { ms: 2_000, times: 3 } as const;

/** Asks again only where the store asks for a moment. */
export async function patiently<Answer extends { kind: string }>(
  ask: () => Promise<Answer | StoreProblem>,
  signal: AbortSignal,
): Promise<Answer | StoreProblem> {
  for (let waits = 0; ; waits++) {
    const answer = await ask();
    const isShort = isThrottled(answer) && answer.waitMs <= SHORT_WAIT.ms && waits < SHORT_WAIT.times;
    if (!isShort) return answer;
    await sleep(answer.waitMs, undefined, { signal });
  }
}

const isThrottled = (answer: { kind: string }): answer is Extract<StoreProblem, { kind: 'throttled' }> =>
  answer.kind === 'throttled';

/** What it costs is counted nowhere: there is no run to count it for. */
export function trafficOfLook(known: Store['hold'], keep: (ms: number, why: string) => Promise<void>): StoreTraffic {
  let until = performance.now() + known.forMs;
  let words = known.why ?? '';
  return {
    count: () => undefined,
    waited: () => undefined,
    held() {
      const forMs = Math.ceil(until - performance.now());
      return forMs <= 0 ? null : { forMs, why: words };
    },
    hold(ms, why) {
      until = performance.now() + ms;
      words = why;
      // The look itself keeps the wait that it ends with; a short one that it sleeps is another process's to hear of.
      keep(ms, why).catch(() => undefined);
    },
  };
}

import { condition, setHandler } from '@temporalio/workflow';
import { doorbellSignal } from '../../messages';

export interface Doorbell {
  /** It was rung, and nobody looked what there is since. */
  rings(): boolean;
  /** What was told until now is looked for next. */
  answer(): void;
  /** Whether it is rung within this time. */
  ringsWithin(ms: number, summary: string): Promise<boolean>;
}

/** Call it first: the signal that started the workflow is waiting already. */
export function listenForDoorbell(): Doorbell {
  let rung = false;
  setHandler(doorbellSignal, () => {
    rung = true;
  });
  return {
    rings: () => rung,
    answer() {
      rung = false;
    },
    ringsWithin: (ms, summary) => condition(() => rung, ms, { summary }),
  };
}

import { Context } from '@temporalio/activity';
import type { Activities } from '../../../src/activities/activities';
import { until } from '../../support/until';

type Name = keyof Activities;
type Input<Each extends Name> = Parameters<Activities[Each]>;
type Output<Each extends Name> = Awaited<ReturnType<Activities[Each]>>;

/** An activity in a test's hands: it answers, throws or takes its time as the test says. */
export type Fake<Each extends Name> = (...input: Input<Each>) => Output<Each> | Promise<Output<Each>>;
export type Fakes = { [Each in Name]: Fake<Each> };

/** What the activities of one test answer, and what they were asked. */
export interface Script {
  /** Whose it is, so that nothing is left running. */
  workflowIds: ReadonlySet<string>;
  /** The names of the activities in the order in which they began, attempts included. */
  order(): Name[];
  /** Those in hand just now. */
  running(): Name[];
  inputs<Each extends Name>(name: Each): Input<Each>[0][];
  /** Waits until the activity was asked so often, and answers that call's input. */
  asked<Each extends Name>(name: Each, times?: number): Promise<Input<Each>[0]>;
  perform(name: Name, input: unknown[]): Promise<unknown>;
  /** Ends whatever is in hand: the test is over. */
  abandon(): void;
}

/** Far below the heartbeat time-out, and how soon an activity learns that it was cancelled. */
const HEARTBEAT_MS = 30;

export function scriptOf(fakes: Fakes): Script {
  const calls: { name: Name; input: unknown; isOver: boolean }[] = [];
  const workflowIds = new Set<string>();
  let abandon = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    abandon = () => reject(new Error('The test is over'));
  });
  abandoned.catch(() => undefined); // where nothing is in hand, nobody listens
  const inputs = <Each extends Name>(name: Each) =>
    calls.filter((call) => call.name === name).map(({ input }) => input as Input<Each>[0]);
  return {
    workflowIds,
    order: () => calls.map(({ name }) => name),
    running: () => calls.filter(({ isOver }) => !isOver).map(({ name }) => name),
    inputs,
    asked: async (name, times = 1) => {
      await until(`${name} to be asked ${times} times`, () => inputs(name).length >= times);
      return inputs(name)[times - 1];
    },
    async perform(name, input) {
      const context = Context.current();
      const fake = fakes[name] as (...input: unknown[]) => unknown;
      const call = { name, input: input[0], isOver: false };
      calls.push(call);
      workflowIds.add(context.info.workflowExecution?.workflowId ?? '');
      const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await Promise.race([fake(...input), abandoned]);
      } finally {
        clearInterval(beat);
        call.isOver = true;
      }
    },
    abandon: () => abandon(),
  };
}

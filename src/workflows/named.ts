import type { ActivityFunctionWithOptions } from '@temporalio/workflow';

/**
 * An activity whose event in the Web UI says what it is about. Words and numbers of ours alone: Temporal refuses a
 * summary above 400 bytes, and the step with it.
 */
export const named =
  <Input, Output>(summary: string, activity: ActivityFunctionWithOptions<(input: Input) => Promise<Output>>) =>
  (input: Input): Promise<Output> =>
    activity.executeWithOptions({ summary }, [input]);

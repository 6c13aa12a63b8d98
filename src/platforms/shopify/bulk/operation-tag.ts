/** What marks an operation as a run's own, in a comment before its query: other operations of the app are not ours. */
export interface OperationTag {
  runId: string;
  observation: number;
}

const TAG = /^# catalog-sync run (\S+) observation (\d+)$/m;

export function tagText({ runId, observation }: OperationTag): string {
  return `catalog-sync run ${runId} observation ${observation}`;
}

export function tagOf(query: string): OperationTag | null {
  const [, runId, observation] = TAG.exec(query) ?? [];
  return runId === undefined ? null : { runId, observation: Number(observation) };
}

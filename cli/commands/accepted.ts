import { plainText } from '../output/plain-text';

/** What a 202 says, which may name a store, and which run it is about. */
export const acceptedLines = ({ message, run_id }: { message: string; run_id: string }): string[] => [
  plainText(message),
  `run ${run_id}`,
];

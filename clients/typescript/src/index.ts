export { type Client, type ClientOptions, createClient } from './create-client.ts';
export type { Credentials } from './credentials.ts';
export type { Change, ChangeBatch, ChangesQuery, FollowOptions, FollowOutcome } from './follow-changes.ts';
export type { components, operations, paths } from './generated/api.ts';
export type { ItemOf, ListPath, ListRequest } from './paging.ts';
export {
  isProblem,
  NoAnswerError,
  orThrow,
  type Problem,
  type ProblemCode,
  ProblemError,
  type ProblemOf,
} from './problem.ts';
export type { Trouble } from './ride-out.ts';
export { type EventHeaders, type VerifiedEvent, verifyEvent } from './verify-event.ts';
export type { Run, WaitOptions } from './wait-for-run.ts';

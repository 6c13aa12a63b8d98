import { type Problem, problem } from '../http/problem';

export const EXPIRY_IS_PAST: Problem = problem('invalid_request', 'expires_at must be in the future.', {
  errors: [{ path: 'expires_at', message: 'must be in the future' }],
});

export const rotatedBefore = (replacedBy: string): Problem =>
  problem('conflict', `The key was replaced before, by ${replacedBy}: rotate that one.`, {
    more: { replaced_by: replacedBy },
  });

import { becameOf, type CloseRunInput } from '../../src/activities/close-run';
import type { RunError } from '../../src/model/run-errors';
import type { WishBecame } from '../../src/stores/freshness/full-wanted';

const read = (whole: boolean) => ({ kind: 'read', whole, empty: false }) as const;
const failed = (type: RunError['type'], more: Partial<RunError> = {}) =>
  ({ kind: 'ended', status: 'failed', error: { type, message: 'Because', ...more } }) as const;
const cancelled = { kind: 'ended', status: 'cancelled', error: null } as const;

it.each<[string, CloseRunInput['end'], WishBecame]>([
  ['read the store whole', read(true), 'read'],
  ['read a part', read(false), 'left'],
  ['met what a person has to accept', failed('suspicious_change'), 'refused'],
  ['failed with what may pass', failed('store_unreachable'), 'failed'],
  ['failed with what its owner has to mend', failed('store_credentials_rejected'), 'left'],
  ['met a limit', failed('store_answer_unreadable', { problem: 'limit_met' }), 'left'],
  ['was stopped by somebody', cancelled, 'left'],
  ['was replaced', failed('superseded'), 'failed'],
])('the wish for a full run that %s', (_, end, became) => {
  expect(becameOf(end)).toBe(became);
});

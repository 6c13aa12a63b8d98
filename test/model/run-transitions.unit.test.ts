import { LAST_STATUSES, RUN_STATUSES, type RunStatus } from '../../src/model/run';
import { RUN_TRANSITIONS, type RunTransition, statusesBefore } from '../../src/model/run-transitions';

const names = Object.keys(RUN_TRANSITIONS) as RunTransition[];
const leadingTo = (status: RunStatus) =>
  names.filter((name) => (RUN_TRANSITIONS[name].to as readonly RunStatus[]).includes(status));
const startingFrom = (status: RunStatus) => names.filter((name) => statusesBefore(name).includes(status));

it.each(LAST_STATUSES)('a run that is %s is opened or closed again, and nothing else', (status) => {
  expect(startingFrom(status)).toEqual(['open', 'reopen', 'close']);
});

it('a run that has a row is never queued again', () => {
  expect(leadingTo('queued')).toEqual(['queue']);
  expect(statusesBefore('queue')).toEqual([]);
});

it('only a run that waits for approval is replaced by a later one', () => {
  expect(statusesBefore('replace')).toEqual(['awaiting_approval']);
});

it('every status is reached, and every one can be closed', () => {
  expect(RUN_STATUSES.filter((status) => leadingTo(status).length === 0)).toEqual([]);
  expect(statusesBefore('close')).toEqual(RUN_STATUSES);
});

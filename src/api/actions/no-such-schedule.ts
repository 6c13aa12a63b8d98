import { problem } from '../http/problem';

export const noSuchSchedule = (id: string) =>
  problem('not_found', `There is no schedule ${id}: GET /v1/schedules lists them, npm run schedules makes them.`);

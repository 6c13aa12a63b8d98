import { ScheduleAlreadyRunning } from '@temporalio/client';
import { platformSecretPatterns } from './platforms/platforms';
import { createLogger } from './process/logger';
import { runProgram } from './process/run-program';
import { readSettings } from './process/settings';
import { connectClient } from './temporal/connect-client';
import { everySchedule } from './temporal/schedules';
import { temporalAdvice } from './temporal/unavailable';

/** `npm run schedules`: makes the schedules that are missing, and never changes one that an operator may have changed. */
async function main(): Promise<void> {
  const log = createLogger(readSettings(['logLevel', 'logFormat']), platformSecretPatterns);
  const temporal = connectClient({ warn: (message) => log.warn(message) });
  try {
    for (const schedule of everySchedule(temporal.taskQueue)) {
      const { scheduleId } = schedule;
      try {
        await temporal.ask((client) => client.schedule.create(schedule));
        log.info({ schedule: scheduleId }, 'schedule created');
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        log.info({ schedule: scheduleId }, 'schedule exists already and stays as it is');
      }
    }
  } finally {
    await temporal.close();
  }
}

runProgram(main, { advice: [temporalAdvice] });

import { DefaultLogger, makeTelemetryFilterString, type RuntimeOptions } from '@temporalio/worker';

/** Temporal's own talk at the start and end of every worker, and about lost connections, would bury the tests'. */
export const QUIET_RUNTIME: RuntimeOptions = {
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
};

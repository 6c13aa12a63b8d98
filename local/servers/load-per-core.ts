import { availableParallelism, loadavg } from 'node:os';

/**
 * How many programs there are for each core, at least 1: so many times as long everything takes. Limits of waits grow with
 * it, so that a busy machine is waited for. A system that tells no load counts as idle.
 */
export function loadPerCore(): number {
  const [lastMinute = 0] = loadavg();
  return Math.max(1, lastMinute / availableParallelism());
}

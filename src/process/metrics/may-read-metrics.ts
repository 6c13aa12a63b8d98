import { equalInConstantTime } from '../equal-in-constant-time';

/** Whether a request with this `Authorization` header may read the metrics. */
export function mayReadMetrics(authorization: string | undefined, token: string | null): boolean {
  if (token === null) return true;
  const [, given] = /^Bearer +(\S{1,1000})$/i.exec(authorization ?? '') ?? [];
  return given !== undefined && equalInConstantTime(given, token);
}

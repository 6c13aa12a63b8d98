import { type Check, failed, ok, warn } from '../check';

/** All faults at once; no value stands in them. */
export const settings: Check = {
  name: 'settings',
  needs: [],
  async look({ settings: read, settingsFault }) {
    if (read === null) return failed(settingsFault ?? 'unknown', 'Correct them, and start the programs again.');
    if (read.operatorKey === null) {
      return warn('OPERATOR_KEY is not set', 'Set it, unless named operators do without: openssl rand -base64 32');
    }
    return ok('all are well');
  },
};

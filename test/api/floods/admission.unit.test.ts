import type { Request, Response } from 'express';
import { OPERATOR } from '../../../src/api/http/caller';
import { createAdmission } from '../../../src/api/limits/admission';
import type { Database } from '../../../src/database/database';
import { createLogger } from '../../../src/process/logger';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const away = () => Promise.reject(new Error('away'));
const database = { withSystem: away, readSystem: away } as unknown as Database;
const response = { set: () => undefined } as unknown as Response;

const withWrongKeyFrom = (clientAddress: string) =>
  ({ headers: { 'x-operator-key': 'wrong' }, res: { locals: { clientAddress } } }) as unknown as Request;

it('forgets no count of a good key for wrong keys of whatever many addresses', async () => {
  const log = createLogger({ logLevel: 'silent', logFormat: 'json' }, []);
  const admission = createAdmission({ database, log, requestsPerMinute: 2, metricsToken: null });
  const ask = () => admission.admit({ kind: 'operator', caller: OPERATOR, tenantId: null }, response);
  expect([await ask(), await ask()]).toEqual([null, null]);

  for (let n = 0; n < 20_001; n++) admission.refused(withWrongKeyFrom(`2001:db8:${n.toString(16)}::1`));

  expect(await ask()).toMatchObject({ code: 'rate_limited' });
  await admission.stop();
});

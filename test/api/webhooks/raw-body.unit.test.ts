import { Readable } from 'node:stream';
import type { Request } from 'express';
import { ok } from '../../../src/api/http/answer';
import { withRawBody } from '../../../src/api/http/raw-body';
import { bodyBudget } from '../../../src/platforms/http/body-budget';

const request = (bytes: number) =>
  Object.assign(Readable.from([Buffer.alloc(bytes)]), {
    headers: { 'content-length': String(bytes) },
  }) as unknown as Request;

it('takes it for a failure of ours where more is on its way than is held, and never for the sender’s', async () => {
  const budget = bodyBudget(1_000);
  const taken = ok(undefined);
  expect(await withRawBody(request(900), budget, async () => taken)).toBe(taken);
  const refused = await withRawBody(request(1_001), budget, async () => taken);
  expect(refused).toMatchObject({ code: 'overloaded', headers: { 'Retry-After': '5' } });
});

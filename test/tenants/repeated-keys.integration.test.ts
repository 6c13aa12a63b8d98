import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { connectDatabase, type Database } from '../../src/database/database';
import { expireAll } from '../../src/maintenance/expire-all';
import { resealAllAnswers } from '../../src/maintenance/reseal-all-answers';
import { RETENTION_DAYS } from '../../src/model/retention';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import { createTenant } from '../../src/tenants/create-tenant';
import { type Attempt, giveBackKey, keepAnswer, takeKey } from '../../src/tenants/repeating/idempotency-keys';
import type { KeysSql } from '../../src/tenants/repeating/whose-keys';
import { asSuperuser, createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';

const [OLD, NEW, LOST] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const [before, rotating, after] = [createSealer([OLD]), createSealer([NEW, OLD]), createSealer([NEW])];

let test: TestDatabase;
let database: Database;
let tenantId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase(test.url);
  const made = await database.withSystem((sql) => createTenant(sql, { name: 'Acme' }));
  tenantId = made.kind === 'created' ? made.tenant.id : '';
});
beforeEach(() => superuser('truncate idempotency_keys'));
afterAll(async () => {
  await database.close();
  await test.drop();
});

const superuser = (text: string) => queryAs(asSuperuser(test.url), text);

type InScope = <Result>(work: (sql: KeysSql) => Promise<Result>) => Promise<Result>;

const SCOPES: [string, InScope][] = [
  ['an operator', (work) => database.withSystem(work)],
  ['a tenant', (work) => database.withTenant(tenantId, work)],
];

const request = (key: string, hash = 'asked') => ({ caller: 'caller', route: 'createTenant', key, hash });

const age = (seconds: number) =>
  superuser(`update idempotency_keys set taken_at = taken_at - interval '${seconds} seconds'`);

type Step =
  | { do: 'take'; hash: 'asked' | 'other' }
  | { do: 'keep' | 'give back'; attempt: number }
  | { do: 'age'; seconds: number };

/** Mostly the same request, and mostly by whoever came last or just before. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ do: 'take', hash: 'asked' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'take', hash: 'other' }) },
    // No sum of them is a minute: real moments go by as well.
    { weight: 3, arbitrary: fc.constantFrom<Step>({ do: 'age', seconds: 61 }, { do: 'age', seconds: 25 }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'age', seconds: 86_401 }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('keep' as const, 'give back' as const), attempt: fc.nat(2) }),
    },
  ),
  { minLength: 5, maxLength: 14 },
);

it.each(SCOPES)(
  'lets one attempt at a time of %s keep an answer, whatever comes between, and tells everybody that answer',
  async (_who, inScope) => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const key = randomUUID();
        const attempts: Attempt[] = [];
        /** As it should be: the row, or null where the key is free. */
        let row: { hash: string; attempt: string; age: number; answer: string | null } | null = null;
        for (const step of all) {
          if (step.do === 'age') {
            await age(step.seconds);
            if (row !== null) row.age += step.seconds;
          } else if (step.do === 'take') {
            const taken = await inScope((sql) => takeKey(sql, before, request(key, step.hash)));
            if (row === null || row.age > 86_400) expect(taken.kind).toBe('taken');
            else if (row.hash !== step.hash) expect(taken).toEqual({ kind: 'other_request' });
            else if (row.answer !== null) expect(taken).toEqual({ kind: 'answered', answer: row.answer });
            else expect(taken.kind).toBe(row.age > 60 ? 'taken' : 'under_way');
            if (taken.kind !== 'taken') continue;
            attempts.push(taken.attempt);
            row = { hash: step.hash, attempt: taken.attempt.id, age: 0, answer: null };
          } else {
            const attempt = attempts[step.attempt % attempts.length];
            if (attempt === undefined) continue;
            const isItsTurn: boolean = row?.attempt === attempt.id && row.answer === null;
            if (step.do === 'give back') {
              await inScope((sql) => giveBackKey(sql, attempt));
              if (isItsTurn) row = null;
            } else {
              const isKept = await inScope((sql) => keepAnswer(sql, before, attempt, attempt.id));
              expect(isKept).toBe(isItsTurn);
              if (isKept && row !== null) row.answer = attempt.id;
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  },
);

async function answered(inScope: InScope, sealer: Sealer, key: string, answer: unknown): Promise<void> {
  const taken = await inScope((sql) => takeKey(sql, sealer, request(key)));
  if (taken.kind !== 'taken') throw new Error(taken.kind);
  await inScope((sql) => keepAnswer(sql, sealer, taken.attempt, answer));
}

it('seals anew what is kept, of operators and tenants, in lots', async () => {
  for (const [who, inScope] of SCOPES) {
    for (let n = 0; n < 120; n++) await answered(inScope, before, `${who} ${n}`, { n });
    await answered(inScope, createSealer([LOST]), `${who}, lost`, {});
  }

  expect(await resealAllAnswers(database, rotating)).toBe(240);

  expect(await resealAllAnswers(database, rotating)).toBe(0);
  for (const [who, inScope] of SCOPES) {
    for (let n = 0; n < 120; n++) {
      const taken = await inScope((sql) => takeKey(sql, after, request(`${who} ${n}`)));
      expect(taken).toEqual({ kind: 'answered', answer: { n } });
    }
    const lost = inScope((sql) => takeKey(sql, after, request(`${who}, lost`)));
    await expect(lost).rejects.toThrow('add that key behind the first, or send the request under a new key');
  }
});

it('opens no answer that was copied to another row, or to a tenant', async () => {
  const [[, ofOperators], [, ofTenant]] = SCOPES as [(typeof SCOPES)[0], (typeof SCOPES)[0]];
  await answered(ofOperators, before, 'one', { api_key: 'a key' });
  await answered(ofTenant, before, 'another', {});
  await superuser(`update idempotency_keys set sealed = (select sealed from idempotency_keys where key = 'one')`);

  await expect(ofTenant((sql) => takeKey(sql, before, request('another')))).rejects.toThrow('were not sealed for it');
});

it('expires what operators were answered, too', async () => {
  for (const [who, inScope] of SCOPES) await answered(inScope, before, who, {});
  await age(86_000);
  expect(await expireAll(database, RETENTION_DAYS, () => undefined)).toEqual({});
  await age(500);

  expect(await expireAll(database, RETENTION_DAYS, () => undefined)).toEqual({ idempotency_keys: 2 });
});

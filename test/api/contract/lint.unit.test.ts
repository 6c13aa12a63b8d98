import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiOf } from '../../../src/api/openapi';
import { ROUTES } from '../../../src/api/routes';

/** What this version does not have answers nothing but problems, and says what there is instead. */
const NOT_OURS = { 'operation-2xx-response': 'off' } as const;

async function problemsOf(contract: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'], rules: NOT_OURS });
  const found = await lintFromString({ source: JSON.stringify(contract), config });
  return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

it('is a contract that the linter for OpenAPI finds nothing in', async () => {
  expect(await problemsOf(openApiOf(ROUTES))).toEqual([]);
});

it('is looked at by a linter that finds something where something is wrong', async () => {
  const wrong = {
    openapi: '3.1.0',
    info: { title: 'wrong', version: '1' },
    paths: { '/a': { get: { responses: {} } } },
  };
  expect((await problemsOf(wrong)).join('\n')).toContain('security-defined');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiOf } from '../../src/api/openapi';
import { ROUTES } from '../../src/api/routes';

interface Contract {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
}

const contract = JSON.parse(JSON.stringify(openApiOf(ROUTES))) as Contract;

it('lists every route with every parameter of its path', () => {
  const listed = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(listed.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());

  for (const [path, methods] of Object.entries(contract.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(methods)) {
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(named);
    }
  }
});

it('stands in the repository as the routes have it (npm run write-openapi writes it)', () => {
  expect(JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8'))).toEqual(contract);
});

import { createServer } from 'node:net';
import { choosePort, freePort } from '../../src/local/free-port';

it('takes the preferred port when nobody listens there, and says nothing', async () => {
  const preferred = await freePort();
  const said: string[] = [];

  await expect(choosePort('the API', preferred, (line) => said.push(line))).resolves.toBe(preferred);

  expect(said).toEqual([]);
});

it('takes another port when the preferred one is taken, and says which', async () => {
  const preferred = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(preferred, '127.0.0.1', resolve));
  const said: string[] = [];

  const port = await choosePort('the API', preferred, (line) => said.push(line));
  await new Promise((resolve) => other.close(resolve));

  expect(port).not.toBe(preferred);
  expect(said).toEqual([`port ${preferred} is taken: the API uses ${port}`]);
});

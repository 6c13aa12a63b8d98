import { createServer } from 'node:net';
import { freePort, portChooser } from '../../local/servers/free-port';

it('takes the preferred port when nobody listens there, and says nothing', async () => {
  const preferred = await freePort();
  const said: string[] = [];

  await expect(portChooser((line) => said.push(line))('the API', preferred)).resolves.toBe(preferred);

  expect(said).toEqual([]);
});

it('takes another port when the preferred one is taken, and says which', async () => {
  const preferred = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(preferred, '127.0.0.1', resolve));
  const said: string[] = [];

  const port = await portChooser((line) => said.push(line))('the API', preferred);
  await new Promise((resolve) => other.close(resolve));

  expect(port).not.toBe(preferred);
  expect(said).toEqual([`port ${preferred} is taken: the API uses ${port}`]);
});

it('refuses a port that was asked for by name and is taken', async () => {
  const asked = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(asked, '127.0.0.1', resolve));

  const choosing = portChooser(() => {})('the API', asked, true);

  await expect(choosing).rejects.toThrow(`port ${asked} is taken: give the API another one, or end what listens there`);
  await new Promise((resolve) => other.close(resolve));
});

it('gives no port out twice', async () => {
  const preferred = await freePort();
  const choosePort = portChooser(() => {});

  const first = await choosePort('the API', preferred);

  await expect(choosePort('the simulator', preferred)).resolves.not.toBe(first);
});

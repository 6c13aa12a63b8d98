import { readSettings } from '../../src/process/settings';

it.each(['0', '-1', '3601', '75s', '1.5'])('refuses %s as KEEP_ALIVE_SECONDS', (text) => {
  expect(() => readSettings(['keepAliveSeconds'], { KEEP_ALIVE_SECONDS: text })).toThrow(
    'KEEP_ALIVE_SECONDS must be whole seconds from 1 to 3600',
  );
});

it('reads KEEP_ALIVE_SECONDS', () => {
  expect(readSettings(['keepAliveSeconds'], { KEEP_ALIVE_SECONDS: '620' })).toEqual({ keepAliveSeconds: 620 });
});

import { plainAddress } from '../../../src/api/http/client-address';
import { readSettings } from '../../../src/process/settings';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:4711', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['unknown', null],
  ['_hidden', null],
  ['', null],
  ['7', null],
  ['0x7f.1', null],
  ['192.0.2.7\n{"level":"error"}', null],
  [`${'1'.repeat(16_000)}`, null],
  [undefined, null],
])('spells the address %j as %j', (text, address) => {
  expect(plainAddress(text)).toBe(address);
});

it.each([
  ['1', 1],
  ['0', 0],
  ['10.0.0.0/8', ['10.0.0.0/8']],
  ['10.1.2.3, 2001:db8::/32,loopback', ['10.1.2.3', '2001:db8::/32', 'loopback']],
])('reads TRUST_PROXY %s', (text, trustedProxies) => {
  expect(readSettings(['trustedProxies'], { TRUST_PROXY: text })).toEqual({ trustedProxies });
});

it('trusts no proxy that was not named', () => {
  expect(readSettings(['trustedProxies'], {})).toEqual({ trustedProxies: [] });
});

it.each([
  ['true', '"true" is neither'],
  ['11', '"11" is neither'],
  ['-1', '"-1" is neither'],
  ['proxy.example.com', '"proxy.example.com" is neither'],
  ['10.0.0.0/33', '"10.0.0.0/33" is neither'],
  ['10.0.0.1,', '"" is neither'],
  ['10.0.0', '"10.0.0" is neither'],
  ['fe80::1%eth0', '"fe80::1%eth0" is neither'],
  ['::/0', '"::/0" would trust everybody'],
  ['loopback, 0.0.0.0/0', '"0.0.0.0/0" would trust everybody'],
])('refuses TRUST_PROXY %s', (text, fault) => {
  expect(() => readSettings(['trustedProxies'], { TRUST_PROXY: text })).toThrow(`TRUST_PROXY ${fault}`);
});

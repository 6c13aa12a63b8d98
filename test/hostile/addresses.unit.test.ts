import ipaddr from 'ipaddr.js';
import { isPublicAddress, refusedAddress } from '../../src/platforms/http/address-guard';
import { IPV4, IPV6, SPELLINGS, within } from './support/spellings';

const PUBLIC_ONLY = { allowPrivateStores: false, storePorts: [443] };

it(`refuses ${SPELLINGS.length} spellings of addresses that are not of the public internet`, () => {
  expect(SPELLINGS.length).toBeGreaterThan(500);
  const letThrough = SPELLINGS.filter((host) => refusedAddress(new URL(`https://${host}/`), PUBLIC_ONLY) === null);
  expect(letThrough).toEqual([]);
});

it('refuses them also when a name resolves to them', () => {
  const resolved = [...IPV4, ...IPV6].flatMap(within).map((bytes) => ipaddr.fromByteArray(bytes).toString());
  expect(resolved.filter(isPublicAddress)).toEqual([]);
  expect(resolved.map((address) => `${address}%eth0`).filter(isPublicAddress)).toEqual([]);
});

it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  'lets %s through',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

describe('the ports of stores', () => {
  const refusal = (address: string, storePorts = [443]) =>
    refusedAddress(new URL(address), { allowPrivateStores: false, storePorts });

  it('are 443 alone unless the operator says more', () => {
    expect(refusal('https://shop.example')).toBeNull();
    expect(refusal('https://shop.example:443/folder')).toBeNull();
    for (const port of [22, 80, 444, 5432, 6379, 8443, 9200, 65_535]) {
      expect(refusal(`https://shop.example:${port}`)).toEqual({
        kind: 'address_refused',
        detail: `port ${port} of shop.example is none that stores may have; the operator allows it by STORE_PORTS=443,${port}`,
      });
    }
  });

  it('are those that the operator names', () => {
    expect(refusal('https://shop.example:8443', [443, 8443])).toBeNull();
    expect(refusal('https://shop.example', [8443])).toMatchObject({ kind: 'address_refused' });
  });

  it('are any where private stores are allowed', () => {
    expect(refusedAddress(new URL('http://127.0.0.1:8302'), { allowPrivateStores: true, storePorts: [] })).toBeNull();
  });
});

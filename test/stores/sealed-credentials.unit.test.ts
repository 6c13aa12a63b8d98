import { createHash, randomBytes } from 'node:crypto';
import { createSealer, type SealOwner } from '../../src/stores/sealed-credentials';

const OWNER: SealOwner = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  storeId: '22222222-2222-4222-8222-222222222222',
  purpose: 'credentials',
};
const CREDENTIALS = { consumer_key: 'ck_1', consumer_secret: 'cs_ünïcode' };

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const idOf = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 8);

it('unseals what it sealed, and seals nothing twice to the same bytes', () => {
  const sealer = createSealer([oldKey]);
  const sealed = sealer.seal(OWNER, CREDENTIALS);

  expect(sealer.unseal(OWNER, sealed)).toEqual(CREDENTIALS);
  expect(sealer.seal(OWNER, CREDENTIALS).equals(sealed)).toBe(false);
  expect(sealed.includes('ck_1')).toBe(false);
});

it("puts the key's id in front", () => {
  expect(createSealer([oldKey]).seal(OWNER, CREDENTIALS).toString('latin1', 0, 8)).toBe(idOf(oldKey));
});

it.each<[string, SealOwner]>([
  ['tenant', { ...OWNER, tenantId: '33333333-3333-4333-8333-333333333333' }],
  ['store', { ...OWNER, storeId: '33333333-3333-4333-8333-333333333333' }],
  ['purpose', { ...OWNER, purpose: 'webhooks' as SealOwner['purpose'] }],
])('I9 unseals nothing for another %s', (_, owner) => {
  const sealer = createSealer([oldKey]);
  const sealed = sealer.seal(OWNER, CREDENTIALS);

  expect(() => sealer.unseal(owner, sealed)).toThrow('were not sealed for it');
});

it('notices every changed and every missing byte', () => {
  const sealer = createSealer([oldKey]);
  const sealed = sealer.seal(OWNER, CREDENTIALS);

  for (let at = 0; at < sealed.length; at += 1) {
    const damaged = Buffer.from(sealed);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    expect(() => sealer.unseal(OWNER, damaged)).toThrow(/damaged|CREDENTIALS_KEY does not hold/);
    expect(() => sealer.unseal(OWNER, sealed.subarray(0, at))).toThrow(/damaged|CREDENTIALS_KEY does not hold/);
  }
});

it('seals with the first key and unseals with all, so that a key can be replaced', () => {
  const sealedBefore = createSealer([oldKey]).seal(OWNER, CREDENTIALS);
  const rotating = createSealer([newKey, oldKey]);

  expect(rotating.unseal(OWNER, sealedBefore)).toEqual(CREDENTIALS);
  expect(createSealer([newKey]).unseal(OWNER, rotating.seal(OWNER, CREDENTIALS))).toEqual(CREDENTIALS);
});

it('I8 names the id of a key that it does not have, never a key', () => {
  const sealed = createSealer([oldKey]).seal(OWNER, CREDENTIALS);
  const unseal = () => createSealer([newKey]).unseal(OWNER, sealed);

  expect(unseal).toThrow(`sealed with key ${idOf(oldKey)}, which CREDENTIALS_KEY does not hold`);
  for (const key of [oldKey, newKey]) {
    expect(unseal).not.toThrow(key.toString('base64'));
    expect(unseal).not.toThrow(key.toString('hex'));
  }
});

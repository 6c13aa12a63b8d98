import { storableRejection } from '../../src/catalog/rejected/storable-rejection';

const rejected = {
  external_id: '1',
  title: 'Beanie',
  reason: 'price_unreadable' as const,
  path: 'price',
  message: 'no decimal',
};

it('keeps a payload whole up to 256 kB', () => {
  const payload = 'x'.repeat(256 * 1024);
  expect(storableRejection({ ...rejected, payload })).toEqual({ ...rejected, payload });
});

it('cuts a larger payload, also in the middle of a character, and says so', () => {
  const payload = `${'x'.repeat(256 * 1024 - 1)}\u{1f9e2}`;
  const stored = storableRejection({ ...rejected, payload });

  expect(stored.payload).toBe(`${'x'.repeat(256 * 1024 - 1)}\ufffd`);
  expect(stored.message).toBe('no decimal (the payload is cut: the first 262144 of 262145 characters)');
});

it('cuts whatever people read of it, however long the store made it', () => {
  const long = 'x'.repeat(1_000_000);
  const stored = storableRejection({ ...rejected, title: long, path: long, message: long, payload: '{}' });
  for (const text of [stored.title, stored.path, stored.message]) expect(text).toBe(`${'x'.repeat(500)}…`);
});

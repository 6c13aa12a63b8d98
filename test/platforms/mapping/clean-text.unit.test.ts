import fc from 'fast-check';
import { cleanText } from '../../../src/platforms/mapping/clean-text';

describe('clean text', () => {
  it.each([
    ['a\0b', 'ab'],
    ['half \ud83d', 'half \ufffd'],
    ['\udc4d half', '\ufffd half'],
    ['\ud83d\0\ude00', '\ufffd\ufffd'],
  ])('%j becomes %j', (sent, kept) => {
    expect(cleanText(sent)).toEqual({ text: kept, changed: true });
  });

  it('leaves alone whatever PostgreSQL can hold', () => {
    const storable = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
    fc.assert(fc.property(storable, (text) => expect(cleanText(text)).toEqual({ text, changed: false })));
  });

  it('is always storable: no U+0000, and UTF-8 gives it back', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
    fc.assert(
      fc.property(units, (codes) => {
        const { text } = cleanText(String.fromCharCode(...codes));
        expect(text).not.toContain('\0');
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
    );
  });
});

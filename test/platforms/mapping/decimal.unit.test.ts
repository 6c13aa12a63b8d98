import fc from 'fast-check';
import { compareDecimals, parseDecimal, priceText } from '../../../src/platforms/mapping/decimal';
import { Unmappable } from '../../../src/platforms/mapping/unmappable';

/** A decimal as PostgreSQL's `numeric` writes it, in range. */
const canonical = fc
  .tuple(
    fc.boolean(),
    fc.stringMatching(/^(0|[1-9][0-9]{0,29})$/),
    fc.option(fc.stringMatching(/^[0-9]{1,20}$/), { nil: null }),
  )
  .map(([negative, integer, fraction]) => {
    const digits = fraction === null ? integer : `${integer}.${fraction}`;
    return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
  });

describe('a decimal', () => {
  it('I6 keeps every canonical spelling as it was sent', () => {
    fc.assert(fc.property(canonical, (text) => expect(parseDecimal(text)).toBe(text)));
  });

  it('has one spelling for all ways to write it, however it is padded', () => {
    const padding = fc.stringMatching(/^0{0,5}$/);
    fc.assert(
      fc.property(canonical, padding, (text, zeros) => {
        expect(parseDecimal(text.replace(/^-?/, (sign) => sign + zeros))).toBe(text);
        if (!text.startsWith('-')) expect(parseDecimal(`+${text}`)).toBe(text);
      }),
    );
  });

  it.each([
    ['.5', '0.5'],
    ['05', '5'],
    ['5.', '5'],
    ['+5', '5'],
    [' 7.50 ', '7.50'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['-.5', '-0.5'],
    ['1e2', '100'],
    ['1.50e1', '15.0'],
    ['1.5E-3', '0.0015'],
    ['125e-1', '12.5'],
    ['-12e-3', '-0.012'],
  ])('%p is spelled %p', (sent, kept) => {
    expect(parseDecimal(sent)).toBe(kept);
  });

  it.each(['', '.', '-', 'abc', 'NaN', 'Infinity', '7,50', '1.234,56', '1_000', '0x10', '1e', '5 EUR', '1e9999'])(
    'is not %p',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it.each([
    ['twelve', 'price_unreadable'],
    ['1'.repeat(31), 'out_of_range'],
    [`0.${'1'.repeat(21)}`, 'out_of_range'],
    ['1e30', 'out_of_range'],
  ])('tells why the price %p does not map', (text, reason) => {
    expect(() => priceText(text, 'variations[3].price')).toThrow(
      expect.objectContaining({ constructor: Unmappable, reason, path: 'variations[3].price' }),
    );
  });

  it('I6 compares exactly where a double would see no difference', () => {
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareDecimals('0.10000000000000000001', '0.1')).toBe(1);
    expect(compareDecimals('7.50', '7.5')).toBe(0);
    expect(compareDecimals('-1', '0.5')).toBe(-1);
  });

  it('compares as whole numbers do', () => {
    const places = 5;
    const scaled = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        expect(compareDecimals(shifted(a, places), shifted(b, places))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

function shifted(whole: bigint, places: number): string {
  const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

import { boundedText } from '../../../src/platforms/mapping/clean-text';
import { quantityText, sumOfStock, wholeQuantity } from '../../../src/platforms/mapping/quantity';

describe('a quantity', () => {
  it.each([
    ['12', 12],
    ['2.5', 2],
    ['-2.5', -3],
    ['-4', -4],
    ['-0.0', 0],
    ['-3.00', -3],
    ['9007199254740991', 9007199254740991],
  ])('%p is %p whole pieces', (text, whole) => {
    expect(wholeQuantity(text, 'stock_quantity')).toBe(whole);
  });

  it('is set aside beyond 2^53, where numbers lose their ones', () => {
    expect(() => wholeQuantity('9007199254740993', 'stock_quantity')).toThrow(/beyond/);
    expect(() => sumOfStock([Number.MAX_SAFE_INTEGER, 1], 'variations')).toThrow(/beyond/);
  });

  it('is text as the store sent it, null when it has none, and nothing else', () => {
    expect(quantityText(2.5, 'stock_quantity')).toBe('2.5');
    expect(quantityText('1e2', 'stock_quantity')).toBe('100');
    expect(quantityText(null, 'stock_quantity')).toBeNull();
    expect(() => quantityText('many', 'stock_quantity')).toThrow(/no decimal/);
  });

  it('sums up unless one variant is not limited', () => {
    expect(sumOfStock([2, -3, 5], 'variations')).toBe(4);
    expect(sumOfStock([2, null], 'variations')).toBeNull();
    expect(sumOfStock([], 'variations')).toBe(0);
  });
});

describe('an id or SKU', () => {
  it('may have 512 bytes, counted as UTF-8', () => {
    expect(boundedText('ü'.repeat(256), 'sku')).toHaveLength(256);
    expect(() => boundedText('ü'.repeat(257), 'sku')).toThrow(/514 bytes/);
  });
});

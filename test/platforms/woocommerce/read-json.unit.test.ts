import { readRows } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readJson } from '../../../src/platforms/woocommerce/requests/read-json';

const notice = '<br />\n<b>Notice</b>:  Undefined offset: [3] in <b>/srv/x.php</b> on line <b>12</b><br />\n';

describe('the JSON of an answer', () => {
  it('is never a part of one that was cut off, wherever that was', () => {
    const product = { id: 1, images: [{ id: 5, src: 'a' }], meta: { a: [{ id: 6 }] }, tags: ['x', ['y']] };
    for (const text of [JSON.stringify([product, product]), JSON.stringify([product], null, 2)]) {
      for (let end = 0; end < text.length; end++) {
        expect(readJson(text.slice(0, end))).toBeUndefined();
        expect(readJson(notice + text.slice(0, end))).toBeUndefined();
      }
    }
  });

  it('is read behind a notice that a plugin wrote before it', () => {
    expect(readJson(`${notice}[{"id":213}]`)).toEqual([{ id: 213 }]);
    expect(readJson(`${notice}{"code":"EUR"}`)).toEqual({ code: 'EUR' });
  });

  it.each(['', 'Log in', notice, `${notice}[{"id":213},{"i`, '[{"id":1}', '<html>[1]</html>'])(
    'is none in %j',
    (text) => {
      expect(readJson(text)).toBeUndefined();
    },
  );

  it('I11 keeps ids apart that are one number to a double', () => {
    const text = '[{"id":9007199254740992},{"id":9007199254740993},{"id":18446744073709551615},{"id":7}]';
    expect(readRows(readJson(text))?.map(({ id }) => id)).toEqual([
      '9007199254740992',
      '9007199254740993',
      '18446744073709551615',
      '7',
    ]);
  });

  it.each([{ id: 1 }, [{ id: 1 }, { name: 'none' }], [{ id: '1e3' }], [null]])('is no list of rows: %j', (value) => {
    expect(readRows(value)).toBeNull();
  });
});

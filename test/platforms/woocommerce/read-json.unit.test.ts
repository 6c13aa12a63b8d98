import { readRows } from '../../../src/platforms/woocommerce/mapping/raw-product';
import { readJson } from '../../../src/platforms/woocommerce/requests/read-json';

const notice = '<br />\n<b>Notice</b>:  Undefined offset: [3] in <b>/srv/x.php</b> on line <b>12</b><br />\n';
const comment = '\n<!-- This page was made faster by a cache plugin: [] {} [1]. Cached at 1764275696 -->';

describe('the JSON of an answer', () => {
  it('is never a part of one that was cut off, wherever that was', () => {
    const product = { id: 1, images: [{ id: 5, src: 'a' }], meta: { a: [{ id: 6 }] }, tags: ['x', ['y']] };
    const quoting = { id: 2, name: 'Box [] {} [{"id":3}]', description: '<p>See [] or {"id":4} "there" \\' };
    for (const text of [
      JSON.stringify([product, product]),
      JSON.stringify([quoting, product]),
      JSON.stringify([product], null, 2),
    ]) {
      for (let end = 0; end < text.length; end++) {
        for (const [before, behind] of [
          ['', ''],
          [notice, ''],
          ['', comment],
          [notice, comment],
        ]) {
          expect(readJson(`${before}${text.slice(0, end)}${behind}`)).toBeUndefined();
        }
      }
    }
  });

  it.each([
    ['a comment behind it', (json: string) => json + comment],
    ['a notice behind it', (json: string) => json + notice],
    ['a script behind it', (json: string) => `${json}<script>window.data = {"id":1};</script>`],
    ['text on both sides', (json: string) => notice + json + comment],
    ['a byte order mark and a comment', (json: string) => `\uFEFF${json}${comment}`],
    ['a notice that quotes JSON', (json: string) => `Event {"hook":"x","args":[]} failed\n${json}`],
    ['a notice in front that quotes an empty list', (json: string) => `Array [] in x.php\n${json}${comment}`],
    ['a stack trace', (json: string) => `#0 {main}\n  thrown in x.php\n${json}${comment}`],
  ])('is read with %s', (_, around) => {
    for (const value of [[{ id: 213, name: 'Box [] {}' }, { id: 214 }], { code: 'EUR' }, []]) {
      expect(readJson(around(JSON.stringify(value)))).toEqual(value);
    }
  });

  it('is none of what stands in a web page', () => {
    const page = '<!DOCTYPE html><html><head><script>var shop = [{"id":1}];</script></head><body>Log in</body></html>';
    expect(readJson(page)).toBeUndefined();
    expect(readJson(`${page}\n`)).toBeUndefined();
  });

  it('I11 is exact behind a notice and in front of a comment', () => {
    const value = readJson(`${notice}[{"id":9007199254740993}]${comment}`);
    expect(readRows(value)?.map(({ id }) => id)).toEqual(['9007199254740993']);
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

  it('has the rows of a list with holes, which PHP writes as an object', () => {
    const rows = readRows(readJson('{"0":{"id":101},"1":{"id":102},"3":{"id":9007199254740993}}'));
    expect(rows?.map(({ id }) => id)).toEqual(['101', '102', '9007199254740993']);
  });

  it.each([{ id: 1 }, {}, { 0: { id: 1 }, next: { id: 2 } }, [{ id: 1 }, { name: 'none' }], [{ id: '1e3' }], [null]])(
    'is no list of rows: %j',
    (value) => {
      expect(readRows(value)).toBeNull();
    },
  );
});

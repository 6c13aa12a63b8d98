import { fieldsOf } from '../../../src/activities/sample/fields';
import { missedBy, type ShownProduct } from '../../../src/activities/sample/missed-by';
import type { KnownDate } from '../../../src/catalog/sample/ways-facts';

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`);

const JUDGED: Parameters<typeof missedBy>[0] = {
  webhooksSince: at('01:00'),
  readUpTo: at('11:40'),
  readAt: at('03:00'),
  readsChanges: true,
  storeNow: at('12:00'),
};
const KNOWN: KnownDate = { dated: at('02:00'), toldAt: null };
const changed = (time: string | null): ShownProduct => ({
  kind: 'changed',
  dated: time === null ? null : at(time).toISOString(),
});
const gone = (isTold: boolean): ShownProduct => ({ kind: 'gone', isTold });

it.each<[string, string[], ShownProduct, Partial<typeof JUDGED>, Partial<KnownDate>?]>([
  ['dated before what was read for good', ['webhook', 'incremental'], changed('11:00'), {}],
  ['that the next look is still to read, of a store that tells', ['webhook'], changed('11:45'), {}],
  ['of some minutes ago, whose webhook may be late', [], changed('11:55'), {}],
  ['of a store that tells nothing', ['incremental'], changed('11:00'), { webhooksSince: null }],
  ['from before the store told of any', ['incremental'], changed('02:30'), { webhooksSince: at('02:45') }],
  ['that the store told of', ['incremental'], changed('11:00'), {}, { toldAt: at('11:01') }],
  ['that it told of by a clock behind its own', ['incremental'], changed('11:00'), {}, { toldAt: at('10:57') }],
  ['that it told of before only', ['webhook', 'incremental'], changed('11:00'), {}, { toldAt: at('10:00') }],
  ['that nobody asks for', ['full'], changed('11:00'), { webhooksSince: null, readsChanges: false }],
  ['without a date', ['full'], changed(null), {}],
  ['whose date did not move', ['full'], changed('02:00'), {}],
  ['gone, of which no listing tells', ['webhook', 'full'], gone(false), {}],
  ['gone, of which the listing of changes tells', ['webhook'], gone(true), {}],
  ['gone, of which the store told', ['full'], gone(false), {}, { toldAt: at('10:00') }],
])('a difference %s was missed by %j', (_, ways, shown, judged, known = {}) => {
  const facts = { ...JUDGED, ...judged };
  expect(missedBy(facts, { ...KNOWN, ...known }, shown)).toEqual(ways);
});

it('names each field once, a variant’s without the variant', () => {
  const fields = ['variants[12].price', 'variants[13].price', 'variants[14]', 'title'].map((field) => ({
    field,
    before: null,
    after: null,
  }));
  expect(fieldsOf({ kind: 'changed', fields })).toEqual(['title', 'variants', 'variants.price']);
  expect(fieldsOf({ kind: 'deactivated', fields: [] })).toEqual(['is_active']);
});

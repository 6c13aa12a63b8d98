import { StoreSettings, StoreSettingsPatch } from '../../src/stores/store-settings';

it('brakes at 20 and 20 %, and reads in bulk above 10,000 products or 50,000 variants, when nothing is set', () => {
  expect(StoreSettings.parse({})).toMatchObject({
    deactivation_brake: { count: 20, percent: 20 },
    bulk_above: { products: 10_000, variants: 50_000 },
  });
  expect(StoreSettings.parse({ deactivation_brake: { count: 0 } })).toMatchObject({
    deactivation_brake: { count: 0, percent: 20 },
  });
});

it('fills nothing into a change', () => {
  expect(StoreSettingsPatch.parse({ deactivation_brake: { count: 5 } })).toEqual({ deactivation_brake: { count: 5 } });
});

it.each([
  { brake: {} },
  { deactivation_brake: { counts: 1 } },
  { deactivation_brake: { count: -1 } },
  { deactivation_brake: { count: 1.5 } },
  { deactivation_brake: { percent: 101 } },
  { deactivation_brake: { count: '20' } },
])('refuses the settings %j', (settings) => {
  expect(StoreSettingsPatch.safeParse(settings).success).toBe(false);
});

import { StoreSettings, StoreSettingsPatch } from '../../src/tenants/stores/store-settings';

it('brakes at 20 and 20 % when nothing is set', () => {
  expect(StoreSettings.parse({})).toEqual({ deactivation_brake: { count: 20, percent: 20 } });
  expect(StoreSettings.parse({ deactivation_brake: { count: 0 } })).toEqual({
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

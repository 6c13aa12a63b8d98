import { PLATFORMS } from '../../src/model/platform';
import { platforms } from '../../src/platforms/platforms';

it.each(PLATFORMS)(
  'gives the settings of %s names of its own: those of all platforms are read into one object',
  (name) => {
    for (const setting of Object.keys(platforms[name].settings)) expect(setting).toMatch(new RegExp(`^${name}[A-Z]`));
  },
);

it.each(PLATFORMS)('finds every secret of %s, not only the first one of a text', (name) => {
  for (const pattern of platforms[name].secretPatterns.texts) expect(pattern.flags).toContain('g');
});

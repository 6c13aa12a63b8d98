/**
 * The licences under which what we ship may come, and why each does no harm: whoever gets catalog-sync may use and pass
 * it on under its own licence, MIT. One that asks for more than its text beside the copy is not among them.
 */
const ALLOWED = {
  MIT: 'asks for its text beside the copy',
  ISC: 'asks for its text beside the copy',
  'BSD-2-Clause': 'asks for its text beside the copy',
  'BSD-3-Clause': 'asks for its text beside the copy, and not to advertise with its authors’ names',
  'BlueOak-1.0.0': 'asks for its text or its address beside the copy',
  'Apache-2.0':
    'asks for its text and its NOTICE beside the copy; changed files would have to say so, and we change none',
  '0BSD': 'asks for nothing',
  'MIT-0': 'asks for nothing',
  Unlicense: 'asks for nothing',
};

/** Licences that are good for one package alone. */
const OF_PACKAGES = {
  'caniuse-lite': {
    licence: 'CC-BY-4.0',
    why: 'data about browsers, unchanged; its authors are named beside the copy',
  },
};

/** Packages that name no licence where npm looks for it. */
const UNNAMED = {
  unionfs: { licence: 'Unlicense', why: 'its file LICENSE' },
};

/** The SPDX expression under which a package is shipped; null when nobody knows. */
export const licenceOf = ({ name, licence }) => licence ?? UNNAMED[name]?.licence ?? null;

/** null for a package that may be shipped, else why not. */
export function licenceProblem(shipped) {
  const licence = licenceOf(shipped);
  if (licence === null) return 'names no licence';
  // `A OR B` gives the choice, `A AND B` none; no package of ours has more than one level of these.
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  const isAllowed = (name) => name in ALLOWED || OF_PACKAGES[shipped.name]?.licence === name;
  return choices.some((choice) => choice.split(' AND ').every(isAllowed)) ? null : `comes under ${licence}`;
}

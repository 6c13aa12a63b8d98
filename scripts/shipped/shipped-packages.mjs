/**
 * What `npm ci --omit=dev` installs on one machine or another: the packages of the lock file that are not for
 * development alone. A package of two versions, or at two places, is there twice.
 */
export function shippedPackages(lockText) {
  return Object.entries(JSON.parse(lockText).packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { version, license = null }]) => ({ path, name: nameOf(path), version, licence: license }))
    .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

export const idOf = ({ name, version }) => `${name}@${version}`;

export const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

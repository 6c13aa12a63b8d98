import { spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../../local/servers/project-root';

/** The set-up's own question, asked for another Node.js than this one. */
function setUpOn(version: string) {
  const program = `import('./scripts/setup/node-version.mjs').then(({ refuseOldNode }) => refuseOldNode('${version}'))`;
  return spawnSync(process.execPath, ['-e', program], { cwd: PROJECT_ROOT, encoding: 'utf8' });
}

it.each(['18.20.8', '20.19.5', '21.7.0', '22.12.0', '23.5.0'])(
  'refuses Node.js %s and names those that do',
  (version) => {
    const { status, stderr } = setUpOn(version);

    expect(status).toBe(1);
    expect(stderr).toContain(
      `This is Node.js ${version}, and catalog-sync needs 20.20, 22.13, 24.0 or a later release`,
    );
  },
);

it.each(['20.20.0', '22.13.0', '24.21.0'])('takes Node.js %s without a word', (version) => {
  expect(setUpOn(version)).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

it('says of a newer major that it was not tested, and goes on', () => {
  expect(setUpOn('26.1.0')).toMatchObject({ status: 0, stdout: expect.stringContaining('newer than what was tested') });
});

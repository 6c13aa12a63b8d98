// Lets plain Node run the sources: `node --require test/support/typescript.cjs program.ts`. Tests that kill processes
// need processes, and those of the build might be older than the sources.
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, file);
};

/** A file that does not fit a reader's memory holds more than one thing. */
const LINES = 500;

export default {
  name: `no file is longer than ${LINES} lines`,
  applies: (path) => /\.(ts|mjs|cjs|js)$/.test(path),
  problems: ({ lines }) => (lines.length > LINES + 1 ? [`${lines.length - 1} lines`] : []),
  mustFlag: ['\n'.repeat(LINES + 1)],
  mustPass: ['\n'.repeat(LINES)],
};

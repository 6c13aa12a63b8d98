/** A file that does not fit a reader's memory holds more than one thing. Generated ones are read by nobody. */
const LINES = 500;

export default {
  name: `no file is longer than ${LINES} lines`,
  applies: (path) => /\.(ts|mjs|cjs|js)$/.test(path) && !path.includes('/generated/'),
  problems: ({ lines }) => (lines.length > LINES + 1 ? [`${lines.length - 1} lines`] : []),
  mustFlag: ['\n'.repeat(LINES + 1)],
  mustPass: ['\n'.repeat(LINES)],
};

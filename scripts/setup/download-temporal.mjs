// Downloads the Temporal CLI into a folder and says its path: `node download-temporal.mjs <folder> <version>`. A
// program of its own, because the set-up does one thing after another.
import { programFromArchive } from './official-archive.mjs';

const [folder, version] = process.argv.slice(2);
try {
  console.log(await programFromArchive({ from: 'https://temporal.download', version, folder }));
} catch (error) {
  console.error(`${error.message}${error.cause ? `: ${error.cause.message}` : ''}`.split('\n')[0]);
  process.exitCode = 1;
}

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvHttpProxyAgent, fetch } from 'undici';

/** It answers within seconds or not at all; behind a firewall nobody should wait for it. */
const ANSWER_MS = 20_000;
const ARCHIVE_MS = 300_000;

const PROCESSORS = { x64: 'amd64', arm64: 'arm64' };

/**
 * Downloads and unpacks a Temporal CLI as the SDK does, and does not start it: the SDK downloads only to run what came.
 * Answers its path.
 */
export async function programFromArchive({ from, version, folder }) {
  const asked = new URL(`/cli/v${version}`, from);
  asked.search = new URLSearchParams({
    arch: PROCESSORS[process.arch] ?? process.arch,
    platform: process.platform,
    format: 'tar.gz',
  });
  const { archiveUrl, fileToExtract } = await (await answerOf(asked, ANSWER_MS)).json();
  if (!/^[\w.-]+$/.test(fileToExtract)) throw new Error(`the archive's program is named ${fileToExtract}`);

  const archive = join(folder, 'archive.tar.gz');
  writeFileSync(archive, Buffer.from(await (await answerOf(archiveUrl, ARCHIVE_MS)).arrayBuffer()));
  const { status, error, stderr } = spawnSync('tar', ['-xzf', archive, '-C', folder, fileToExtract], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
  return join(folder, fileToExtract);
}

async function answerOf(url, milliseconds) {
  const response = await fetch(url, { dispatcher: new EnvHttpProxyAgent(), signal: AbortSignal.timeout(milliseconds) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

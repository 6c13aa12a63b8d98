import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A folder a workflow. */
export const HISTORIES = join(__dirname, 'histories');

/** Of the scenario `<workflow>.<how it ends>`. */
export const historyFile = (scenario: string): string => join(HISTORIES, `${scenario.replace('.', '/')}.json`);

/** The scenarios whose histories are saved. */
export const savedScenarios = (): string[] =>
  readdirSync(HISTORIES).flatMap((workflow) =>
    readdirSync(join(HISTORIES, workflow)).map((file) => `${workflow}.${file.replace(/\.json$/, '')}`),
  );

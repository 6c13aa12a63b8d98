import { type ResealedChannels, resealChannels } from './alerts/channels/reseal-channels';
import { connectDatabase } from './database/database';
import { databaseAdvice } from './database/postgres-error';
import { refuseBypassingRole } from './database/refuse-bypassing-role';
import { noteAsked, noteOutcomeApart } from './logs/audit-log';
import { cliActor } from './logs/cli-actor';
import { resealAllAnswers } from './maintenance/reseal-all-answers';
import { runProgram } from './process/run-program';
import { readSettings } from './process/settings';
import { type Resealing, resealAll } from './stores/keys/reseal-all';
import { countSealedBy, unreadableStores } from './stores/keys/sealing-keys';
import { createSealer } from './stores/sealed-credentials';

/** Lines for each store that cannot be read: with more, the key is missing and every store says the same. */
const SHOWN = 50;

/**
 * `npm run reseal`: seals the credentials of all stores, and the answers that are kept for a day, with the first key of `CREDENTIALS_KEY`, while everything runs.
 * Exit code 0: no other key is needed any more; 1: some are left, and the lines say which and what to do.
 */
async function main(): Promise<void> {
  const { databaseUrl, credentialsKeys } = readSettings(['databaseUrl', 'credentialsKeys']);
  const sealer = createSealer(credentialsKeys);
  const database = connectDatabase(databaseUrl, { connections: 2 });
  try {
    await database.withSystem(refuseBypassingRole);
    const counted = () => database.withSystem((sql) => countSealedBy(sql, sealer));
    const before = await counted();
    console.log(
      `${before.older + unreadableStores(before)} stores are not sealed by the first key, ${sealer.keyIds[0]}.`,
    );
    const metadata = { key_id: sealer.keyIds[0] };
    const asked = await database.withSystem((sql) =>
      noteAsked(sql, { tenantId: null, action: 'credentials_resealed', actor: cliActor(), metadata }),
    );
    const done = await resealAll(database, sealer, ({ resealed }) => console.log(`  ${resealed} sealed anew`));
    const { resealed, overtaken, unreadable } = done;
    const answers = await resealAllAnswers(database, sealer);
    await noteOutcomeApart(database, asked, 'done', { resealed, overtaken, unreadable: unreadable.length, answers });
    report(done);
    reportChannels(await resealChannels(database, sealer));
    console.log(`Answers kept for an Idempotency-Key, sealed anew: ${answers}.`);

    const after = await counted();
    const left = after.older + unreadableStores(after);
    console.log(`Sealed by the first key: ${after.current}. By others: ${left}.`);
    if (after.older > 0) {
      console.error('A program still seals with an older key: restart all APIs and workers, then repeat this.');
    }
    if (left === 0) console.log('The keys behind the first are needed for backups alone.');
    else process.exitCode = 1;
  } finally {
    await database.close();
  }
}

function report({ resealed, overtaken, unreadable }: Resealing): void {
  console.log(`Sealed anew: ${resealed}. Written by somebody else meanwhile: ${overtaken}.`);
  for (const { why } of unreadable.slice(0, SHOWN)) console.error(`  ${why}`);
  if (unreadable.length > SHOWN) console.error(`  and ${unreadable.length - SHOWN} more`);
}

function reportChannels({ resealed, unreadable }: ResealedChannels): void {
  if (resealed > 0) console.log(`Alert channels sealed anew: ${resealed}.`);
  for (const { why } of unreadable.slice(0, SHOWN)) console.error(`  ${why}`);
}

runProgram(main, { advice: [databaseAdvice] });

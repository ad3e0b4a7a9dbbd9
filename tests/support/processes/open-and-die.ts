import { openEnvelopes } from "#app/commands/opening/opening.server.ts";
import { closeDatabase, connect, db } from "#app/platform/db.server.ts";

// Runs the opening of an edition in a process of its own, and dies at its n-th step as a machine
// does: without a word.
//   open-and-die.ts DATABASE_URL EDITION STEP [mails-early]     STEP -1: it lives, and prints the
// names of its steps

const [url = "", editionId = "", step = "-1", plant] = process.argv.slice(2);
connect(url);
const steps: string[] = [];
await openEnvelopes(editionId, async (name) => {
  if (plant === "mails-early" && name === "judged") await mailBeforeCommit();
  if (steps.push(name) - 1 === Number(step)) process.kill(process.pid, "SIGKILL");
});
await closeDatabase();
console.log(JSON.stringify(steps));

/**
 * What the opening must not do, as a leak for the test to catch: mail people before what it judged
 * is written.
 */
async function mailBeforeCommit(): Promise<void> {
  const to = {
    toAddress: "persona@comune.example",
    locale: "it",
    subject: "Troppo presto",
    text: "",
    html: "",
  };
  await db().outboxMail.create({ data: { editionId, createdAt: new Date(), ...to } });
}

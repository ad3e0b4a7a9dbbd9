import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { db, type User } from "#app/platform/db.server.ts";
import { createEdition2014 } from "./demo/edition-2014.ts";
import { createPublishedEdition } from "./demo/edition-2025.ts";
import { createScoringEdition } from "./demo/edition-2026.ts";
import { createOpenEdition } from "./demo/edition-2027.ts";
import { type Cast, createPeople, demoPassword } from "./demo/people.ts";
import { keyFolder, type KeyFile } from "./demo/sealed.ts";

/**
 * Fills an empty database with the demonstration: 2014 archived, 2025 published, 2026 in scoring,
 * 2027 open. Does nothing where there is an edition already; `said` is what to tell whoever started
 * it.
 */
export async function seed(): Promise<{ said: string } | null> {
  const editions = await db().edition.findMany({ select: { code: true, demo: true } });
  if (editions.length > 0) {
    if (editions.every(({ demo }) => demo) && !editions.some(({ code }) => code === "2027"))
      throw new Error(
        "The demonstration was interrupted while it was made: delete its database (the data folder) and start again.",
      );
    return null;
  }
  if ((await db().user.count()) > 0)
    throw new Error(
      "The demonstration wants a database of its own: this one has people in it already.",
    );
  const cast = await createPeople();
  await createEdition2014();
  const published = await createPublishedEdition(cast);
  const scoring = await createScoringEdition(cast);
  const open = await createOpenEdition(cast);
  const said = guide(
    cast,
    published.winner,
    [published, scoring, open].flatMap(({ keys }) => keys),
    { 2025: published.receipt, 2026: scoring.receipt },
  );
  writeFileSync(join(keyFolder(), "README.txt"), `${said}\n`, { mode: 0o600 });
  return { said };
}

/** Who can sign in, with what, and the keys of the custodians. */
function guide(
  cast: Cast,
  winner: User,
  keys: KeyFile[],
  receipts: Record<string, string>,
): string {
  const line = (role: string, { email }: { email: string }) => `  ${role.padEnd(18)} ${email}`;
  const who: [string, Pick<User, "email"> | undefined][] = [
    ["employee", cast.employee],
    ["director", cast.director],
    ["juror (internal)", cast.internalJurors[1]],
    ["jury chair", cast.internalJurors[0]],
    ["juror (external)", cast.externalJurors[0]],
    ["organiser", cast.organiser],
    ...cast.custodians.map((each, at): [string, User] => [`custodian ${at + 1}`, each]),
    ["administrator", cast.administrator],
    ["winner of 2025", winner],
  ];
  return [
    `Sign in at /area/login, everybody with the password: ${demoPassword}`,
    ...who.flatMap(([role, person]) => (person ? [line(role, person)] : [])),
    "",
    "Keys of the custodians (demonstration only), file and passphrase:",
    ...keys.map(({ file, passphrase }) => `  ${file}  ${passphrase}`),
    "",
    "Receipts, to try /p with:",
    ...Object.entries(receipts).map(([edition, receipt]) => `  edition ${edition}  ${receipt}`),
  ].join("\n");
}

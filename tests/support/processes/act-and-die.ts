import pg from "pg";
import { z } from "zod";
import { eraseHandedOver } from "#app/box/hand-over.server.ts";
import { boxConnection, closeBox, openBox } from "#app/box/store.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { enterDuePhases } from "#app/commands/edition/phase.server.ts";
import { closeDatabase, connect } from "#app/platform/db.server.ts";

// Does what the server does by itself in a process of its own, and dies at one of the statements to
// either database as a machine does: without a word.
//   act-and-die.ts MAIN_URL BOX_DIRECTORY DEATH     a death that never comes: prints the statements

/**
 * Where it dies: at the n-th statement, the first being 1, or the n-th with these words, in this
 * database, after one with those; before it is sent, or once it is and nobody heard the answer.
 */
const death = z.object({
  act: z.enum(["close", "take"]),
  nth: z.int().default(1),
  sent: z.boolean().default(false),
  words: z.string().default(""),
  where: z.enum(["main", "box", "either"]).default("either"),
  after: z.string().default(""),
  /** what must not happen, for a test to catch */
  plant: z
    .object({ eraseEarly: z.object({ editionId: z.string(), digest: z.string() }) })
    .optional(),
});
export type Death = z.input<typeof death>;

const { act, nth, sent, words, where, after, plant } = death.parse(
  JSON.parse(process.argv[4] ?? "{}"),
);

connect(process.argv[2] ?? "");
await openBox(process.argv[3]);
const boxHost = new URL((await boxConnection()).url).searchParams.get("host");

const statements: string[] = [];
let [seen, armed] = [0, after === ""];
const ask = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const sql = textOf(given[0]);
  const place = this.host === boxHost ? "box" : "main";
  statements.push(`${place}: ${sql}`);
  const here = armed && sql.includes(words) && (where === "either" || where === place);
  armed ||= sql.includes(after);
  const dies = here && (seen += 1) === nth;
  if (dies && !sent) process.kill(process.pid, "SIGKILL");
  if (plant && sql.includes('INSERT INTO "public"."Closing"')) {
    const erased = eraseHandedOver(plant.eraseEarly.editionId, plant.eraseEarly.digest);
    return erased.then(() => ask.apply(this, given));
  }
  const asked = ask.apply(this, given);
  if (dies) process.kill(process.pid, "SIGKILL");
  return asked;
} as typeof pg.Client.prototype.query;

if (act === "take") await takeDueBatches();
else {
  await enterDuePhases();
  await eraseHandedOverEditions();
}
await closeBox();
await closeDatabase();
console.log(JSON.stringify(statements));

/** The words of a statement in each of the ways in which one is given. */
function textOf(given: unknown): string {
  if (typeof given === "string") return given;
  return z.object({ text: z.string() }).safeParse(given).data?.text ?? "";
}

import { randomBytes } from "node:crypto";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Bench, Figure } from "./measure.ts";

// npm run bench -- [--json] [--only NAME] [--minutes 10] [--seconds 60]: the figures of
// docs/sealing.md §15. Nothing here is a test: how fast a machine is decides no release.

process.env.APP_KEK ||= randomBytes(32).toString("base64");
process.env.SMTP_URL ??= "";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    only: { type: "string" },
    minutes: { type: "string", default: "10" },
    seconds: { type: "string", default: "60" },
  },
});
const { underAttack } = await import("./attacks.ts");
const { assignment } = await import("./assignment.ts");
const { lighthouse } = await import("./lighthouse.ts");
const { pages } = await import("./pages.ts");
const { sealing, scripts } = await import("./seal.ts");
const { handingOver } = await import("./hand-over.ts");
const { rotating } = await import("./rotation.ts");
const { deadlineRush, guessedReceipts } = await import("./rush.ts");

const benches: Bench[] = [
  assignment,
  pages,
  lighthouse,
  sealing,
  scripts,
  rotating,
  handingOver,
  guessedReceipts,
  underAttack(Number(values.seconds)),
  deadlineRush(Number(values.minutes)),
].filter(({ name }) => !values.only || name.toLowerCase().includes(values.only.toLowerCase()));
const say = (line: string) => process.stderr.write(`${line}\n`);
const results: { bench: string; figures: Figure[] }[] = [];
for (const { name, run } of benches) {
  say(`── ${name}`);
  results.push({ bench: name, figures: await run((line) => say(`   ${line}`)) });
}

if (values.json)
  console.log(
    JSON.stringify(
      { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? "", results },
      null,
      2,
    ),
  );
else {
  console.log("| What | Measured | Promised |\n|---|---|---|");
  for (const { figures } of results)
    for (const { what, value, unit, limit } of figures)
      console.log(
        `| ${what} | ${inWords(value, unit)} | ${limit === undefined ? "" : unit === "lost" ? "none" : `${["per second", "of 100"].includes(unit) ? "at least" : "under"} ${limit} ${unit}`} |`,
      );
}
process.exit(0); // a browser's or a pool's last handle holds nothing up

function inWords(value: number, unit: Figure["unit"]): string {
  return unit === "lost"
    ? value === 0
      ? "none"
      : String(value)
    : `${value >= 100 ? Math.round(value) : value.toPrecision(2)} ${unit}`;
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { playCycle } from "./cycle/play.ts";
import { startWorld } from "./cycle/world.ts";

// npm run cycle -- --proposals 71 --jurors 12 [--json]: a server of its own on an empty database,
// and one whole edition.

const { values } = parseArgs({
  options: {
    proposals: { type: "string", default: "71" },
    jurors: { type: "string", default: "12" },
    json: { type: "boolean", default: false },
  },
});
const { proposals, jurors } = z
  .object({
    proposals: z.coerce.number().int().min(1).max(1000),
    jurors: z.coerce.number().int().min(4).max(200),
  })
  .parse(values);

if (!existsSync("build/server/index.js")) {
  console.error("building …");
  spawnSync("node_modules/.bin/remix", ["vite:build"], { stdio: ["ignore", "ignore", "inherit"] });
}
const world = await startWorld();
try {
  const result = await playCycle(world, { proposals, jurors, say: (line) => console.error(line) });
  if (!values.json) {
    const { phases, faults, ...counts } = result;
    console.table(phases);
    console.table(faults);
    console.table({
      ...counts,
      namesMatch: `${result.namesMatch.filter(Boolean).length} of ${result.namesMatch.length}`,
    });
  }
  console.log(JSON.stringify(result, null, values.json ? 0 : 2));
} catch (error) {
  console.error(error);
  console.error(world.output().slice(-3000));
  process.exitCode = 1;
} finally {
  await world.stop();
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { drafts, judging } from "#tests/factories/judging.ts";
import { openedEdition, publish } from "#tests/factories/published-edition.ts";
import { browserFlags, browserHere } from "#cli/chromium/launch.ts";
import { withWorld } from "./bench-world.ts";
import type { Bench, Figure } from "./measure.ts";

const version = "lighthouse@12.8.2"; // the last that runs on Node 20
const report = z.object({
  categories: z.object({
    performance: z.object({ score: z.number() }),
    accessibility: z.object({ score: z.number() }),
  }),
});

/**
 * Lighthouse's scores of the pages people meet first, as on a slow phone. Fetches Lighthouse from
 * the npm registry when it is run.
 */
export const lighthouse: Bench = {
  name: "Lighthouse",
  run: (say) =>
    withWorld(async ({ origin }) => {
      const judged = await openedEdition({ deposits: 8, awarded: 2 });
      await publish(judged, { 1: { named: true, prizeAccepted: true } });
      const j = await judging({ proposals: 10 });
      await drafts(j, "bruno", 1);
      const results = `/it/editions/${judged.sealed.edition.code}`;
      const session = `${sessionCookieName}=${(await lucia().createSession(j.jury.bruno.userId, {})).id}`;
      const asked: [string, string, string?][] = [
        ["home", "/it"],
        ["call", results],
        ["results", `${results}/results`],
        ["statistics", `${results}/statistics`],
        ["deposit", "/p/it"],
        ["scoring", `/area/jury/${j.edition.code}/1`, session],
      ];
      const figures: Figure[] = [];
      for (const [what, path, cookie] of asked) {
        say(what);
        const { categories } = await scoresOf(origin + path, cookie);
        for (const [category, limit] of [
          ["performance", 95],
          ["accessibility", 100],
        ] as const)
          figures.push({
            what: `Lighthouse, mobile: ${what}, ${category}`,
            value: Math.round(categories[category].score * 100),
            unit: "of 100",
            limit,
          });
      }
      return figures;
    }),
};

async function scoresOf(url: string, cookie?: string): Promise<z.output<typeof report>> {
  const { executablePath, env } = await browserHere();
  const headers = cookie ? ["--extra-headers", JSON.stringify({ Cookie: cookie })] : [];
  const flags = [
    "--quiet",
    "--output=json",
    "--only-categories=performance,accessibility",
    `--chrome-flags=--headless=new ${browserFlags.join(" ")}`,
    ...headers,
  ];
  const { stdout } = await promisify(execFile)(
    "npm",
    ["exec", "--yes", "--", version, url, ...flags],
    { env: { ...env, CHROME_PATH: executablePath }, maxBuffer: 64 * 1024 * 1024 },
  );
  return report.parse(JSON.parse(stdout));
}

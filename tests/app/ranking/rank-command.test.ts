import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "rank-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Four catalysts in four batches (Montgomery, see ranking-method.test.ts): jurors are the batches.
 */
const batches: Record<string, Record<string, number>> = {
  b1: { c1: 73, c3: 73, c4: 75 },
  b2: { c1: 74, c2: 75, c3: 75 },
  b3: { c2: 67, c3: 68, c4: 72 },
  b4: { c1: 71, c2: 72, c4: 75 },
};
const catalysts = {
  criteria: [{ id: "time", weight: 1, min: 0, max: 100 }],
  scores: Object.entries(batches).flatMap(([juror, own]) =>
    Object.entries(own).map(([proposal, value]) => ({ juror, proposal, criterion: "time", value })),
  ),
};

function cli(
  json: unknown,
  ...options: string[]
): Promise<{ code: number; out: string; complaint: string }> {
  const path = join(folder, "scores.json");
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json));
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "cli/index.ts", "rank", path, ...options],
      { env: { ...process.env, DATABASE_URL: "" } },
      (error, out, complaint) => done({ code: Number(error?.code ?? 0), out, complaint }),
    );
  });
}
const asked = async (json: unknown, ...options: string[]) =>
  JSON.parse((await cli(json, "--json", ...options)).out) as Record<string, unknown>;

describe("npm run cli -- rank", () => {
  it("prints totals, ranks, intervals, ties and agreement as JSON, by the method the file names", async () => {
    const report = await asked({ ...catalysts, method: "additive" });
    expect(report).toMatchObject({
      method: "additive",
      asked: "additive",
      why: null,
      totals: { c1: 71.375, c2: 71.625, c3: 72, c4: 75 },
      ranks: { c4: 1, c3: 2, c2: 3, c1: 4 },
      ties: [],
      leftOut: [],
    });
    expect(report.intervals).toMatchObject({ c4: [1, 1] });
    expect(report.agreement).toMatchObject({
      alpha: {
        nominal: expect.any(Number),
        ordinal: expect.any(Number),
        interval: expect.any(Number),
      },
      kendallW: null,
      proposalsInCommon: 0,
    });
  }, 30_000);

  it("takes the mean where no method is named, or where one lacks its minimum of data and it says why", async () => {
    expect(await asked(catalysts)).toMatchObject({ method: "mean", why: null, totals: { c4: 74 } });
    expect(await asked(catalysts, "--method", "trimmed")).toMatchObject({
      method: "mean",
      asked: "trimmed-mean",
      why: "4 proposals have fewer than 5 sheets",
      totals: { c4: 74 },
    });
  }, 30_000);

  it("gives the same intervals for the same seed", async () => {
    const intervals = async (seed: string) =>
      (await asked(catalysts, "--seed", seed, "--rounds", "40")).intervals;
    expect(await intervals("7")).toEqual(await intervals("7"));
  }, 30_000);

  it("prints a table for people, ties among it", async () => {
    const scores = [
      ["a", 2],
      ["b", 2],
      ["c", 4],
    ].flatMap(([proposal, value]) =>
      ["ada", "bruno"].map((juror) => ({ juror, proposal, criterion: "time", value })),
    );
    const { out } = await cli({ ...catalysts, scores, ladder: ["heaviest", "shared"] });
    expect(
      out
        .split("\n")
        .slice(2, 6)
        .map((line) => line.trim().split(/\s{2,}/)),
    ).toEqual([
      ["rank", "90 %", "total", "sheets", "proposal"],
      ["1", "1–1", "4.00", "2", "c"],
      ["2", "2–2", "2.00", "2", "a"],
      ["2", "2–2", "2.00", "2", "b"],
    ]);
    expect(out).toContain("a, b: rank 2 shared");
  }, 30_000);

  it("says which field is wrong, and ends with an error", async () => {
    expect(
      await cli({
        ...catalysts,
        scores: [{ juror: "b1", proposal: "c1", criterion: "time", value: 101 }],
      }),
    ).toMatchObject({ code: 1, out: "", complaint: "scores[0].value: must be from 0 to 100\n" });
    expect((await cli("{", "--json")).complaint).toMatch(/scores\.json cannot be read/);
    expect(await cli(catalysts, "--seed", "soon")).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/^--seed: a whole number/),
    });
  }, 30_000);
});

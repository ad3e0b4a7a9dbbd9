import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { assign } from "#cli/assign.ts";
import { CommandError } from "#cli/command.ts";

const instance = {
  jurorsPerProposal: 2,
  proposals: [
    { id: "p1", categories: ["Food"] },
    { id: "p2", categories: [] },
  ],
  jurors: [{ id: "ada", expertise: { Food: 2 } }, { id: "bruno" }, { id: "carla" }],
};

const file = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), "assign-")), "instance.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

afterEach(() => vi.restoreAllMocks());

async function run(
  positionals: string[],
  values: Record<string, string | boolean> = {},
): Promise<{ said: string; error: CommandError | null }> {
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  const error = await assign
    .run({ positionals, values: { seed: "0", seconds: "600", ...values } })
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  if (error !== null && !(error instanceof CommandError)) throw error;
  return { said: said.join("\n"), error };
}

describe("cli assign", () => {
  it("prints pairs, total, loads, coverage, ms and optimal as JSON, the same for the same seed", async () => {
    const path = file(instance);
    const figures = async (seed: string) =>
      JSON.parse((await run([path], { json: true, seed })).said) as Record<string, unknown>;
    const { ms, ...answer } = await figures("0");
    expect(ms).toEqual(expect.any(Number));
    expect(answer).toEqual({
      pairs: [
        ["p1", "ada"],
        ["p1", expect.any(String)],
        ["p2", expect.any(String)],
        ["p2", expect.any(String)],
      ],
      total: 0.02,
      loads: { ada: expect.any(Number), bruno: expect.any(Number), carla: expect.any(Number) },
      coverage: {
        complete: true,
        connected: true,
        spread: 1,
        worst: 0,
        jurorsPerProposal: 2,
        covered: 2,
        proposals: 2,
      },
      optimal: true,
      unproved: [],
    });
    expect((await figures("7")).pairs).toEqual((await figures("7")).pairs);
  });

  it("prints a table for people", async () => {
    const { said } = await run([file(instance)]);
    expect(said).toMatch(/^p1 +ada {2}/m);
    expect(said).toContain("total value 0.02, the greatest there is");
  });

  it("says when time was too short, and is given more", async () => {
    const apart = { ...instance, apart: [[0, 1]] };
    expect((await run([file(apart)], { seconds: "0.001" })).error?.message).toContain(
      "give it more with --seconds",
    );
    expect((await run([file(apart)], { seconds: "60" })).said).toContain("total value");
  });

  it("says in words why there is no assignment, and ends with 1", async () => {
    const { error } = await run([
      file({
        ...instance,
        conflicts: [
          [0, 0],
          [0, 1],
        ],
      }),
    ]);
    expect(error?.code).toBe(1);
    expect(error?.message.split("\n").slice(1)).toEqual([
      "- Proposal p1: 2 jurors.",
      "- ada cannot judge proposal p1.",
      "- bruno cannot judge proposal p1.",
      "- To choose from: 3 internal, 0 external.",
    ]);
  });

  it.each<[string, () => string[], Record<string, string>, 1 | 2, RegExp]>([
    ["no file", () => [], {}, 2, /Name one file/],
    ["a file that is not there", () => ["/nowhere.json"], {}, 1, /cannot be read: ENOENT/],
    ["a file that is no JSON", () => [file("{")], {}, 1, /cannot be read/],
    ["a file that is no instance", () => [file({})], {}, 1, /- jurorsPerProposal: /],
    ["seconds that are no time", () => [file(instance)], { seconds: "0" }, 2, /above 0/],
    ["a seed that is no number", () => [file(instance)], { seed: "x" }, 2, /whole number/],
  ])("names what is wrong with %s", async (_, words, values, code, message) => {
    const { error } = await run(words(), values);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assignJurors } from "#app/domain/assignment/assignment.ts";
import { irreducibleCauses } from "#app/domain/assignment/causes.ts";
import { readAssignmentFile } from "#app/domain/assignment/file.ts";
import { withSolver } from "#app/platform/solver.server.ts";

const file = {
  jurorsPerProposal: 1,
  proposals: [
    { id: "p1", categories: ["Food"] },
    { id: "p2", categories: [] },
  ],
  jurors: [
    { id: "ada", kind: "internal", expertise: { Food: 2 } },
    { id: "bruno", kind: "external", maxLoad: 3 },
  ],
  conflicts: [[0, 1]],
  preferences: [[1, 0, -4]],
};

describe("an assignment file", () => {
  it("is read into a problem, its places into ids", () => {
    expect(
      readAssignmentFile({ ...file, minInternal: 1, fixed: [[1, 0]], apart: [[0, 1]] }),
    ).toEqual({
      ok: true,
      problem: {
        proposals: file.proposals,
        jurors: [
          { id: "ada", kind: "internal", maxLoad: undefined, expertise: { Food: 2 } },
          { id: "bruno", kind: "external", maxLoad: 3, expertise: {} },
        ],
        jurorsPerProposal: 1,
        minInternal: 1,
        minExternal: 0,
        conflicts: [["p1", "bruno"]],
        fixed: [["p2", "ada"]],
        apart: [["ada", "bruno"]],
        preferences: [["p2", "ada", -4]],
      },
    });
  });
  it("needs no kinds where it gives no minimum", () => {
    expect(readAssignmentFile({ ...file, jurors: [{ id: "ada" }, { id: "bruno" }] })).toMatchObject(
      { ok: true, problem: { minInternal: 0, minExternal: 0 } },
    );
  });
  it.each<[string, unknown, string]>([
    ["nothing", null, "file: "],
    ["no number of jurors", { ...file, jurorsPerProposal: undefined }, "jurorsPerProposal: "],
    ["a juror without id", { ...file, jurors: [{ id: "ada" }, {}] }, "jurors[1].id: "],
    [
      "a wrong kind",
      { ...file, jurors: [{ id: "ada", kind: "both" }, { id: "bruno" }] },
      "jurors[0].kind: ",
    ],
    [
      "half a load",
      { ...file, jurors: [{ id: "ada", maxLoad: 1.5 }, { id: "bruno" }] },
      "jurors[0].maxLoad: ",
    ],
    [
      "expertise that is text",
      { ...file, jurors: [{ id: "ada", expertise: { Food: "much" } }, { id: "bruno" }] },
      "jurors[0].expertise.Food: ",
    ],
    [
      "a conflict of an unknown proposal",
      { ...file, conflicts: [[2, 0]] },
      "conflicts[0][0]: there is no proposal 2",
    ],
    [
      "a preference of an unknown juror",
      { ...file, preferences: [[0, 7, 1]] },
      "preferences[0][1]: there is no juror 7",
    ],
    ["a conflict of three", { ...file, conflicts: [[0, 0, 0]] }, "conflicts[0]: "],
    [
      "a juror apart from somebody unknown",
      { ...file, apart: [[0, 7]] },
      "apart[0][1]: there is no juror 7",
    ],
    [
      "a juror apart from the same juror",
      { ...file, apart: [[1, 1]] },
      "apart[0]: these are the same juror",
    ],
    ["a value beyond counting", { ...file, preferences: [[0, 0, 1e9]] }, "preferences[0][2]: "],
    [
      "the same juror twice",
      { ...file, jurors: [{ id: "ada" }, { id: "ada" }] },
      "jurors[1].id: ada is already jurors[0]",
    ],
    [
      "a minimum but no kinds",
      { ...file, minInternal: 1, jurors: [{ id: "ada" }, { id: "bruno", kind: "external" }] },
      "jurors[0].kind: ",
    ],
  ])("with %s names the field", (_, json, message) => {
    const answer = readAssignmentFile(json);
    expect(answer.ok ? [] : answer.messages).toEqual([expect.stringContaining(message)]);
  });
});

const instance = (name: string) => new URL(`../../data/${name}.json`, import.meta.url);

describe("the instances that others were tried on", () => {
  const instanceOf = (name: string) => {
    const read = readAssignmentFile(JSON.parse(readFileSync(instance(name), "utf8")));
    if (!read.ok) throw new Error(read.messages.join("\n"));
    return read.problem;
  };
  it.each([
    ["71x20x3", 1962.1, 0.02],
    ["1000x200x5", 49229.52, 0.2],
  ])(
    "reach the known optimum of %s, with loads within 1, and serve the worst-served as well as it can be",
    async (name, total, worst) => {
      const answer = await withSolver((solve) => assignJurors(instanceOf(name), solve, 5));
      expect(answer).toMatchObject({
        kind: "assigned",
        total,
        worst,
        unproved: [],
        coverage: { complete: true, connected: true },
      });
      if (answer.kind === "assigned") expect(answer.coverage.spread).toBeLessThanOrEqual(1);
    },
  );
  it("say what contradicts when limits are too low, of a thousand proposals as whole rules", async () => {
    const given = instanceOf("1000x200x5");
    const why = await withSolver((solve) =>
      irreducibleCauses(
        {
          ...given,
          jurors: given.jurors.map((juror) => ({ ...juror, maxLoad: 24 })),
          conflicts: given.conflicts.slice(0, 50),
        },
        solve,
      ),
    );
    expect(why?.filter(({ kind }) => kind === "panel")).toHaveLength(1000);
    expect(why?.filter(({ kind }) => kind === "limit")).toHaveLength(200);
    expect(why).toHaveLength(1200);
  });
  it("keep three pairs of jurors apart, at a price", async () => {
    const given = instanceOf("71x20x3");
    const id = (j: number) => given.jurors[j]!.id;
    const apart = [
      [id(0), id(1)],
      [id(2), id(3)],
      [id(0), id(8)],
    ] as const;
    const answer = await withSolver((solve) => assignJurors({ ...given, apart }, solve));
    expect(answer).toMatchObject({
      kind: "assigned",
      total: 1939.1,
      coverage: { complete: true, spread: 1 },
    });
  });
});

describe("HiGHS in a thread of its own", () => {
  it("answers one program after the other", async () => {
    const text = (most: number) => `Maximize\n x\nSubject To\n a: x <= ${most}\nGeneral\n x\nEnd\n`;
    expect(await withSolver(async (solve) => [await solve(text(3)), await solve(text(4))])).toEqual(
      [
        { status: "Optimal", columns: { x: 3 } },
        { status: "Optimal", columns: { x: 4 } },
      ],
    );
  });
  it("says so when a program has no solution", async () => {
    expect(
      await withSolver((solve) => solve("Maximize\n x\nSubject To\n a: x <= 1\n b: x >= 2\nEnd\n")),
    ).toMatchObject({ status: "Infeasible" });
  });
  it("rejects what is not a program, in words", async () => {
    await expect(withSolver((solve) => solve("Maximize\n (((("))).rejects.toThrow(
      "The solver failed",
    );
  });
  it("is stopped when time is up, for all that is asked together", async () => {
    const ask = (solve: (text: string) => Promise<unknown>) =>
      solve("Maximize\n x\nSubject To\n a: x <= 1\nEnd\n");
    const late = { status: "Time limit reached", columns: {} };
    expect(
      await withSolver(async (solve) => [await ask(solve), await ask(solve)], { budgetMs: 1 }),
    ).toEqual([late, late]);
  });
});

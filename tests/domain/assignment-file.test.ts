import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assignJurors } from "#app/domain/assignment.ts";
import { readAssignmentFile } from "#app/domain/assignment-file.ts";
import { solveLp } from "#app/platform/solver.server.ts";

const file = {
  jurorsPerProposal: 1,
  proposals: [{ id: "p1", categories: ["Food"] }, { id: "p2", categories: [] }],
  jurors: [{ id: "ada", kind: "internal", expertise: { Food: 2 } }, { id: "bruno", kind: "external", maxLoad: 3 }],
  conflicts: [[0, 1]],
  preferences: [[1, 0, -4]],
};

describe("an assignment file", () => {
  it("is read into a problem, its places into ids", () => {
    expect(readAssignmentFile({ ...file, minInternal: 1, fixed: [[1, 0]] })).toEqual({
      ok: true,
      problem: {
        proposals: file.proposals,
        jurors: [
          { id: "ada", kind: "internal", maxLoad: undefined, expertise: { Food: 2 } },
          { id: "bruno", kind: "external", maxLoad: 3, expertise: {} },
        ],
        jurorsPerProposal: 1, minInternal: 1, minExternal: 0,
        conflicts: [["p1", "bruno"]], fixed: [["p2", "ada"]], preferences: [["p2", "ada", -4]],
      },
    });
  });
  it("needs no kinds where it gives no minimum", () => {
    expect(readAssignmentFile({ ...file, jurors: [{ id: "ada" }, { id: "bruno" }] })).toMatchObject({ ok: true, problem: { minInternal: 0, minExternal: 0 } });
  });
  it.each<[string, unknown, string]>([
    ["nothing", null, "file: "],
    ["no number of jurors", { ...file, jurorsPerProposal: undefined }, "jurorsPerProposal: "],
    ["a juror without id", { ...file, jurors: [{ id: "ada" }, {}] }, "jurors[1].id: "],
    ["a wrong kind", { ...file, jurors: [{ id: "ada", kind: "both" }, { id: "bruno" }] }, "jurors[0].kind: "],
    ["half a load", { ...file, jurors: [{ id: "ada", maxLoad: 1.5 }, { id: "bruno" }] }, "jurors[0].maxLoad: "],
    ["expertise that is text", { ...file, jurors: [{ id: "ada", expertise: { Food: "much" } }, { id: "bruno" }] }, "jurors[0].expertise.Food: "],
    ["a conflict of an unknown proposal", { ...file, conflicts: [[2, 0]] }, "conflicts[0][0]: there is no proposal 2"],
    ["a preference of an unknown juror", { ...file, preferences: [[0, 7, 1]] }, "preferences[0][1]: there is no juror 7"],
    ["a conflict of three", { ...file, conflicts: [[0, 0, 0]] }, "conflicts[0]: "],
    ["the same juror twice", { ...file, jurors: [{ id: "ada" }, { id: "ada" }] }, "jurors[1].id: ada is already jurors[0]"],
    ["a minimum but no kinds", { ...file, minInternal: 1, jurors: [{ id: "ada" }, { id: "bruno", kind: "external" }] }, "jurors[0].kind: "],
  ])("with %s names the field", (_, json, message) => {
    const answer = readAssignmentFile(json);
    expect(answer.ok ? [] : answer.messages).toEqual([expect.stringContaining(message)]);
  });
});

const instance = (name: string) => new URL(`../data/${name}.json`, import.meta.url);

describe("HiGHS in a thread of its own", () => {
  it.each([["71x20x3", 1962.1], ["1000x200x5", 49229.52]])("reaches the known optimum of %s, with loads within 1", async (name, total) => {
    const read = readAssignmentFile(JSON.parse(readFileSync(instance(name), "utf8")));
    if (!read.ok) throw new Error(read.messages.join("\n"));
    const answer = await assignJurors(read.problem, solveLp);
    expect(answer).toMatchObject({ kind: "assigned", total, coverage: { complete: true, connected: true } });
    if (answer.kind === "assigned") expect(answer.coverage.spread).toBeLessThanOrEqual(1);
  });
  it("says so when a program has no solution", async () => {
    expect(await solveLp("Maximize\n x\nSubject To\n a: x <= 1\n b: x >= 2\nEnd\n")).toMatchObject({ status: "Infeasible" });
  });
  it("rejects what is not a program, in words", async () => {
    await expect(solveLp("Maximize\n ((((")).rejects.toThrow("The solver failed");
  });
  it("is stopped when time is up", async () => {
    await expect(solveLp("Maximize\n x\nSubject To\n a: x <= 1\nEnd\n", { timeoutMs: 1 })).rejects.toThrow("did not finish within 0.001 s");
  });
});

import fc from "fast-check";
import loadHighs from "highs";
import { beforeAll, describe, expect, it } from "vitest";
import { assignJurors, type LpSolver } from "#app/domain/assignment.ts";
import { explainInfeasibility } from "#app/domain/assignment-causes.ts";
import { coverage } from "#app/domain/assignment-coverage.ts";
import { likelyPairs, lpText } from "#app/domain/assignment-model.ts";
import { evenFlow } from "#app/domain/assignment-flow.ts";
import { loadLevels } from "#app/domain/assignment-loads.ts";
import { type AssignmentProblem, type AvailableJuror, type Pair, pairValue, tabulate } from "#app/domain/assignment-problem.ts";

// Highs in this thread: hundreds of tiny programs would each pay for a worker
let solve: LpSolver;
beforeAll(async () => {
  const highs = await loadHighs();
  solve = async (text) => {
    const result = highs.solve(text, { output_flag: false, solver: "simplex", presolve: "off" });
    return {
      status: result.Status,
      columns: Object.fromEntries(Object.entries(result.Columns).map(([name, { Primal }]) => [name, Primal ?? 0])),
      duals: Object.fromEntries(result.Rows.flatMap((row) => ("Dual" in row ? [[row.Name, row.Dual]] : []))),
    };
  };
});

const ada: AvailableJuror = { id: "ada", kind: "internal", expertise: { welfare: 2 } };
const bruno: AvailableJuror = { id: "bruno", kind: "external", expertise: { informatics: 2 } };
const carla: AvailableJuror = { id: "carla", kind: "internal", expertise: { informatics: 1, welfare: 1 } };
const dario: AvailableJuror = { id: "dario", kind: "external", expertise: {} };
const proposals = (count: number, categories = ["welfare"]) => Array.from({ length: count }, (_, at) => ({ id: `p${at + 1}`, categories }));
const problem = (changes: Partial<AssignmentProblem> = {}): AssignmentProblem => ({
  proposals: proposals(4),
  jurors: [ada, bruno, carla, dario],
  jurorsPerProposal: 2,
  minInternal: 1,
  minExternal: 1,
  conflicts: [],
  fixed: [],
  ...changes,
});
const assigned = async (given: AssignmentProblem) => {
  const answer = await assignJurors(given, solve);
  if (answer.kind !== "assigned") throw new Error(JSON.stringify(answer));
  return answer;
};
const loadsOf = ({ coverage: { loads } }: Awaited<ReturnType<typeof assigned>>) => Object.fromEntries(loads.map(({ jurorId, load }) => [jurorId, load]));

describe("the value of a pair", () => {
  it("is the juror's expertise in the proposal's categories, in hundredths", () => {
    expect(pairValue({ id: "p1", categories: ["welfare", "informatics"] }, carla)).toBe(0.02);
    expect(pairValue({ id: "p1", categories: ["environment"] }, carla)).toBe(0);
  });
  it("is the preference where one is given and not 0", () => {
    expect(pairValue({ id: "p1", categories: ["welfare"] }, ada, -7)).toBe(-7);
    expect(pairValue({ id: "p1", categories: ["welfare"] }, ada, 0)).toBe(0.02);
  });
});

describe("an assignment", () => {
  it("gives every proposal its jurors, one of either kind, with equal loads", async () => {
    const answer = await assigned(problem());
    expect(answer.coverage).toMatchObject({ complete: true, spread: 0 });
    expect(answer.pairs).toHaveLength(8);
  });

  it("gives proposals to those who know their category", async () => {
    const two = [{ id: "p1", categories: ["welfare"] }, { id: "p2", categories: ["informatics"] }];
    const answer = await assigned(problem({ proposals: two, jurorsPerProposal: 1, minInternal: 0, minExternal: 0, jurors: [ada, bruno] }));
    expect(answer.pairs).toEqual([["p1", "ada"], ["p2", "bruno"]]);
    expect(answer.total).toBe(0.04);
  });

  it("keeps even loads before expertise", async () => {
    const answer = await assigned(problem({ jurorsPerProposal: 1, minInternal: 0, minExternal: 0, jurors: [ada, dario] }));
    expect(loadsOf(answer)).toEqual({ ada: 2, dario: 2 });
  });

  it("lets nobody judge where there is a conflict, nor above the own limit", async () => {
    const answer = await assigned(problem({ jurors: [{ ...ada, maxLoad: 1 }, bruno, carla, dario], conflicts: [["p1", "carla"]] }));
    expect(answer.pairs.filter(([, juror]) => juror === "ada")).toEqual([["p1", "ada"]]);
    expect(answer.pairs).not.toContainEqual(["p1", "carla"]);
    expect(loadsOf(answer)).toEqual({ ada: 1, bruno: 2, carla: 3, dario: 2 });
  });

  it("spreads the rest evenly when one juror has a smaller load", async () => {
    const jurors = [{ ...ada, maxLoad: 1 }, bruno, carla, dario];
    const answer = await assigned(problem({ proposals: proposals(10), jurorsPerProposal: 1, minInternal: 0, minExternal: 0, jurors }));
    expect(loadsOf(answer)).toEqual({ ada: 1, bruno: 3, carla: 3, dario: 3 });
  });

  it("keeps the pairs that are fixed and tops up the rest", async () => {
    const fixed: Pair[] = [["p1", "ada"], ["p2", "ada"], ["p3", "ada"]];
    const answer = await assigned(problem({ fixed }));
    expect(answer.pairs).toEqual(expect.arrayContaining(fixed));
    expect(loadsOf(answer)).toEqual({ ada: 3, carla: 1, bruno: 2, dario: 2 });
  });

  it("adds nobody to a proposal that has its jurors already", async () => {
    const answer = await assigned(problem({ proposals: proposals(2), jurorsPerProposal: 1, minInternal: 0, minExternal: 0, fixed: [["p1", "ada"]] }));
    expect(answer.coverage).toMatchObject({ complete: true, spread: 1 });
  });

  it("may leave nothing to choose", async () => {
    const fixed: Pair[] = [["p1", "ada"], ["p1", "bruno"]];
    const answer = await assigned(problem({ proposals: proposals(1), fixed }));
    expect(answer.pairs).toEqual(fixed);
  });

  it("of no proposals is empty", async () => {
    expect(await assigned(problem({ proposals: [] }))).toMatchObject({ pairs: [], total: 0 });
  });
});

describe("an assignment that cannot be", () => {
  it("names the proposal that has too few jurors without conflict, and of which kind", async () => {
    const given = problem({ conflicts: [["p2", "ada"], ["p2", "carla"]] });
    expect(await assignJurors(given, solve)).toEqual({
      kind: "infeasible",
      why: { contradictions: [], lacks: [{ proposalId: "p2", jurors: 0, internal: 1, external: 0 }], capacity: [], bottlenecks: [] },
    });
  });

  it("says how many places are missing in all, and among internal jurors", () => {
    const jurors = [{ ...ada, maxLoad: 1 }, bruno, { ...carla, maxLoad: 2 }];
    expect(explainInfeasibility(problem({ jurors }))?.capacity).toEqual([
      { of: "all", needed: 8, available: 7, short: 1 },
      { of: "internal", needed: 4, available: 3, short: 1 },
    ]);
  });

  it("names proposals that compete for the same jurors", () => {
    const elsa: AvailableJuror = { id: "elsa", kind: "internal", expertise: {} };
    const conflicts: Pair[] = [["p1", "carla"], ["p2", "carla"], ["p1", "elsa"], ["p2", "elsa"]];
    const jurors = [{ ...ada, maxLoad: 1 }, bruno, carla, dario, elsa];
    expect(explainInfeasibility(problem({ jurors, conflicts }))).toEqual({
      contradictions: [],
      lacks: [],
      capacity: [],
      bottlenecks: [{ proposalIds: ["p1", "p2"], jurorIds: ["ada"], short: 1 }],
    });
  });

  it.each<[string, Partial<AssignmentProblem>, object]>([
    ["minimums above the number of jurors", { minInternal: 2 }, { kind: "minimums-exceed-panel", minInternal: 2, minExternal: 1, jurorsPerProposal: 2 }],
    ["a kept pair in conflict", { fixed: [["p1", "ada"]], conflicts: [["p1", "ada"]] }, { kind: "kept-in-conflict", proposalId: "p1", jurorId: "ada" }],
    ["a kept pair of somebody unknown", { fixed: [["p1", "eva"]] }, { kind: "kept-unknown", proposalId: "p1", jurorId: "eva" }],
    [
      "more kept pairs than places",
      { fixed: [["p1", "ada"], ["p1", "bruno"], ["p1", "dario"]] },
      { kind: "kept-exceed-panel", proposalId: "p1", kept: 3, jurorsPerProposal: 2 },
    ],
    [
      "kept pairs that leave no place for an external juror",
      { fixed: [["p1", "ada"], ["p1", "carla"]] },
      { kind: "kept-take-reserved-seats", proposalId: "p1", by: "internal", kept: 2, seats: 1 },
    ],
    [
      "kept pairs above a juror's limit",
      { jurors: [{ ...ada, maxLoad: 1 }, bruno], fixed: [["p1", "ada"], ["p2", "ada"]] },
      { kind: "kept-exceed-load", jurorId: "ada", kept: 2, maxLoad: 1 },
    ],
  ])("says that there is a contradiction: %s", (_, changes, contradiction) => {
    expect(explainInfeasibility(problem(changes))?.contradictions).toEqual([contradiction]);
  });
});

describe("coverage", () => {
  const given = problem({ proposals: proposals(1) });
  const pairs: Pair[] = [["p1", "ada"], ["p1", "bruno"]];

  it("is complete with exactly the jurors wanted", () => {
    expect(coverage(given, pairs)).toMatchObject({ complete: true, connected: true });
  });
  it("no longer counts a juror who recused", () => {
    const [covered] = coverage({ ...given, conflicts: [["p1", "ada"]] }, pairs).proposals;
    expect(covered).toEqual({
      proposalId: "p1", jurorIds: ["bruno"], internal: 0, external: 1,
      missing: 1, missingInternal: 1, missingExternal: 0, extra: 0, inConflict: ["ada"],
    });
  });
  it("is not complete with a juror too many, or one above the own limit", () => {
    expect(coverage(given, [...pairs, ["p1", "carla"]])).toMatchObject({ complete: false, proposals: [{ extra: 1 }] });
    const limited = { ...given, jurors: [{ ...ada, maxLoad: 0 }, bruno] };
    expect(coverage(limited, pairs)).toMatchObject({ complete: false, loads: [{ jurorId: "ada", load: 1, over: 1 }, { over: 0 }] });
  });
  it("says when jurors cannot be compared, because no proposal ties them together", () => {
    const apart: Pair[] = [["p1", "ada"], ["p1", "bruno"], ["p2", "carla"], ["p2", "dario"]];
    expect(coverage(problem({ proposals: proposals(2) }), apart).connected).toBe(false);
    expect(coverage(problem({ proposals: proposals(3) }), [...apart, ["p3", "ada"], ["p3", "dario"]]).connected).toBe(true);
  });
});

// ── against brute force ──────────────────────────────────────────────────────

const tiny = fc
  .record({ n: fc.integer({ min: 1, max: 3 }), m: fc.integer({ min: 1, max: 5 }), k: fc.integer({ min: 1, max: 3 }) })
  .chain(({ n, m, k }) => {
    const pair = fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.integer({ min: 0, max: m - 1 }));
    const named = ([p, j]: readonly [number, number]): Pair => [`p${p}`, `j${j}`];
    return fc.record({
      proposals: fc.constant(Array.from({ length: n }, (_, p) => ({ id: `p${p}`, categories: ["welfare"] }))),
      jurors: fc
        .array(fc.record({ kind: fc.constantFrom("internal", "external"), maxLoad: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 2 }) }), { minLength: m, maxLength: m })
        .map((list) => list.map((juror, j): AvailableJuror => ({ id: `j${j}`, expertise: {}, ...juror }))),
      jurorsPerProposal: fc.constant(k),
      minInternal: fc.integer({ min: 0, max: Math.min(k, 2) }),
      minExternal: fc.constantFrom(0, 0, 1),
      conflicts: fc.array(pair.map(named), { maxLength: 3 }),
      fixed: fc.array(pair.map(named), { maxLength: 2 }),
      preferences: fc.array(fc.tuple(pair, fc.integer({ min: -20, max: 20 })).map(([at, value]) => [...named(at), value] as const), { maxLength: 12 }),
    });
  });

type Best = { loads: number[]; total: number };

/** Every panel of every proposal in turn; keeps the one with the most even loads, then the greatest value. */
function bruteForce(given: AssignmentProblem): Best | null {
  const table = tabulate(given);
  const width = table.jurors.length;
  const fixedUnusable = given.fixed.some((pair) => given.conflicts.some((conflict) => conflict[0] === pair[0] && conflict[1] === pair[1]));
  if (fixedUnusable) return null;
  const panels = table.proposals.map((_, p) =>
    Array.from({ length: 2 ** width }, (__, mask) => table.jurors.map((___, j) => j).filter((j) => mask & (1 << j))).filter((panel) => {
      const kind = (wanted: string) => panel.filter((j) => table.jurors[j]?.kind === wanted).length;
      const allowed = panel.every((j) => table.open[p * width + j] || table.kept[p * width + j]);
      const keeps = table.jurors.every((___, j) => !table.kept[p * width + j] || panel.includes(j));
      return panel.length === given.jurorsPerProposal && allowed && keeps && kind("internal") >= given.minInternal && kind("external") >= given.minExternal;
    }),
  );
  let best: Best | null = null;
  const visit = (p: number, loads: number[], total: number): void => {
    if (loads.some((load, j) => load > (table.jurors[j]?.maxLoad ?? Infinity))) return;
    if (p === panels.length) {
      const sorted = [...loads].sort((a, b) => b - a);
      if (best === null || isBetter({ loads: sorted, total }, best)) best = { loads: sorted, total };
      return;
    }
    for (const panel of panels[p] ?? []) {
      visit(p + 1, loads.map((load, j) => load + (panel.includes(j) ? 1 : 0)), panel.reduce((sum, j) => sum + (table.value[p * width + j] ?? 0), total));
    }
  };
  visit(0, table.jurors.map(() => 0), 0);
  return best;
}

function isBetter(a: Best, b: Best): boolean {
  const at = a.loads.findIndex((load, place) => load !== b.loads[place]);
  return at === -1 ? a.total > b.total : (a.loads[at] ?? 0) < (b.loads[at] ?? 0);
}

describe("on every tiny instance", () => {
  it("the assignment meets every hard rule and equals the best of all, or there is none and the causes are named", async () => {
    await fc.assert(
      fc.asyncProperty(tiny, async (given) => {
        const best = bruteForce(given);
        const answer = await assignJurors(given, solve);
        expect(answer.kind).toBe(best === null ? "infeasible" : "assigned");
        expect(explainInfeasibility(given) === null).toBe(best !== null);
        if (answer.kind === "infeasible") {
          expect(Object.values(answer.why).flat().length).toBeGreaterThan(0);
          return;
        }
        expect(answer.coverage.complete).toBe(true);
        expect(answer.pairs).toEqual(expect.arrayContaining([...given.fixed]));
        expect(answer.coverage.loads.map(({ load }) => load).sort((a, b) => b - a)).toEqual(best?.loads);
        expect(answer.total).toBeCloseTo(best?.total ?? NaN, 6);
      }),
      { numRuns: 400 },
    );
  });

  it("the same jury in another order is assigned the same", async () => {
    await fc.assert(
      fc.asyncProperty(tiny, async (given) => {
        const turned = { ...given, proposals: [...given.proposals].reverse(), jurors: [...given.jurors].reverse(), conflicts: [...given.conflicts].reverse() };
        const [one, other] = [await assignJurors(given, solve), await assignJurors(turned, solve)];
        expect(other.kind).toBe(one.kind);
        if (one.kind === "assigned" && other.kind === "assigned") expect(other.pairs).toEqual(one.pairs);
      }),
      { numRuns: 40 },
    );
  });

  it("beginning with a few pairs and adding what improves ends at the same value as all pairs at once", async () => {
    const rng = (seed: number) => ((seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const list = proposals(300);
    const jurors = Array.from({ length: 80 }, (_, j): AvailableJuror => ({ id: `j${j}`, kind: j % 3 === 0 ? "internal" : "external", expertise: {} }));
    const preferences = list.flatMap(({ id }, p) => jurors.map((juror, j) => [id, juror.id, Math.round(rng(p * 80 + j) * 40 - 20)] as const));
    const given = problem({ proposals: list, jurors, jurorsPerProposal: 3, preferences });
    const table = tabulate(given);
    expect(likelyPairs(table, evenFlow(table)).reduce((sum, mark) => sum + mark, 0)).toBeLessThan(table.open.length / 2);
    const whole = await solve(lpText(table, loadLevels(evenFlow(table)), table.open));
    const total = Object.entries(whole.columns).reduce((sum, [name, amount]) => {
      const [, p, j] = /^x(\d+)_(\d+)$/.exec(name) ?? [];
      return p === undefined ? sum : sum + amount * (table.value[Number(p) * 80 + Number(j)] ?? 0);
    }, 0);
    expect((await assigned(given)).total).toBeCloseTo(total, 6);
  });
});

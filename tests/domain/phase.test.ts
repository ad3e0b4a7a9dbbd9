import { describe, expect, test } from "vitest";
import {
  firstPhase,
  hasReached,
  phaseHas,
  phases,
  phasesWith,
  phasesWithout,
  phaseTraits,
} from "#app/domain/phase.ts";

describe("a trait of phases", () => {
  test.each(phaseTraits)("%s is in one stretch of phases: none that has it twice", (trait) => {
    const has = phases.map((phase) => phaseHas(phase, trait));
    expect(has.lastIndexOf(true) - has.indexOf(true) + 1).toBe(has.filter(Boolean).length);
    expect(has).toContain(true);
  });

  test.each([
    "callPublic",
    "closed",
    "judges",
    "totalsSeen",
    "frozen",
    "openingBegun",
    "resultsPublic",
    "archived",
  ] as const)("%s stays with every later phase", (trait) => {
    const [first = firstPhase] = phasesWith(trait);
    expect(phasesWith(trait)).toEqual(phases.filter((phase) => hasReached(phase, first)));
  });

  test("with and without it are all phases", () => {
    for (const trait of phaseTraits)
      expect([...phasesWith(trait), ...phasesWithout(trait)].sort()).toEqual([...phases].sort());
  });

  test("nothing can be changed and handed in at once, nor judged while it is handed in", () => {
    for (const phase of phases) {
      expect(phaseHas(phase, "rulesEditable") && phaseHas(phase, "callPublic")).toBe(false);
      expect(phaseHas(phase, "passes") && phaseHas(phase, "closed")).toBe(false);
      expect(phaseHas(phase, "deposits") && phaseHas(phase, "awaitsOpening")).toBe(false);
    }
  });
});

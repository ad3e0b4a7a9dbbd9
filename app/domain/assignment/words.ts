import type { Cause } from "./causes.ts";
import type { AssignmentProblem, JurorKind } from "./problem.ts";
import type { Reason } from "#app/domain/refusal.ts";

type Of<Kind extends Cause["kind"]> = Extract<Cause, { kind: Kind }>;
type Named = Pick<
  AssignmentProblem,
  "jurors" | "jurorsPerProposal" | "minInternal" | "minExternal"
>;

/**
 * Causes in words: those that say the same of several proposals or jurors in one line, and last who
 * there is to choose from.
 */
export function causeReasons(
  causes: readonly Cause[],
  { jurors, jurorsPerProposal, minInternal, minExternal }: Named,
  name: (jurorId: string) => string,
): Reason[] {
  const of = <Kind extends Cause["kind"]>(kind: Kind) =>
    causes.filter((cause): cause is Of<Kind> => cause.kind === kind);
  const minimum = (kind: JurorKind) => of("minimum").filter((cause) => cause.of === kind);
  const count = (kind: JurorKind) => jurors.filter((juror) => juror.kind === kind).length;
  const unknown = of("unknown").map(({ proposalId }) => ({
    key: "assignment-unknown",
    params: { no: proposalId },
  }));
  if (unknown.length > 0) return unknown;
  return [
    ...forAll("assignment-panel", of("panel"), jurorsPerProposal),
    ...forAll("assignment-minimum-internal", minimum("internal"), minInternal),
    ...forAll("assignment-minimum-external", minimum("external"), minExternal),
    ...limits(of("limit"), name),
    ...byJuror("assignment-impossible", of("conflict"), name),
    ...byJuror("assignment-kept", of("kept"), name),
    ...of("apart").map(({ jurorId, otherId }) => ({
      key: "assignment-apart",
      params: { name: name(jurorId), other: name(otherId) },
    })),
    {
      key: "assignment-jury",
      params: { internal: count("internal"), external: count("external") },
    },
  ];
}

function forAll(key: string, causes: readonly { proposalId: string }[], count: number): Reason[] {
  if (causes.length === 0) return [];
  return [
    {
      key,
      params: {
        numbers: inOrder(causes.map(({ proposalId }) => proposalId)),
        proposals: causes.length,
        count,
      },
    },
  ];
}

/** Those with the same limit in one line. */
function limits(causes: readonly Of<"limit">[], name: (jurorId: string) => string): Reason[] {
  const counts = [...new Set(causes.map(({ proposals }) => proposals))].sort((a, b) => a - b);
  return counts.map((count) => {
    const names = causes
      .filter(({ proposals }) => proposals === count)
      .map(({ jurorId }) => name(jurorId))
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return {
      key: "assignment-limit",
      params: { names: names.join(", "), jurors: names.length, count },
    };
  });
}

function byJuror(
  key: string,
  causes: readonly { proposalId: string; jurorId: string }[],
  name: (jurorId: string) => string,
): Reason[] {
  const ids = [...new Set(causes.map(({ jurorId }) => jurorId))].sort((a, b) =>
    name(a).localeCompare(name(b)),
  );
  return ids.map((id) => {
    const own = causes.filter(({ jurorId }) => jurorId === id).map(({ proposalId }) => proposalId);
    return { key, params: { name: name(id), numbers: inOrder(own), proposals: own.length } };
  });
}

function inOrder(ids: readonly string[]): string {
  return [...ids].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join(", ");
}

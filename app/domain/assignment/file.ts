import { z } from "zod";
import type { AssignmentProblem, Pair } from "./problem.ts";

const count = z.number().int().min(0);
const indices = [z.number().int().min(0), z.number().int().min(0)] as const;

/** So large that no sum of them loses its last millionth. */
const value = z.number().min(-100_000).max(100_000);

/**
 * The file: conflicts, kept pairs, jurors who must be apart and preferences name proposals and
 * jurors by their place in the lists, from 0.
 */
const assignmentFile = z.object({
  comment: z.string().optional(),
  jurorsPerProposal: z.number().int().min(1),
  minInternal: count.optional(),
  minExternal: count.optional(),
  proposals: z.array(z.object({ id: z.string().min(1), categories: z.array(z.string()) })),
  jurors: z.array(
    z.object({
      id: z.string().min(1),
      kind: z.enum(["internal", "external"]).optional(),
      maxLoad: count.optional(),
      expertise: z.record(z.string(), value).optional(),
    }),
  ),
  conflicts: z.array(z.tuple(indices)).optional(),
  fixed: z.array(z.tuple(indices)).optional(),
  apart: z.array(z.tuple(indices)).optional(),
  preferences: z.array(z.tuple([...indices, value])).optional(),
});

type AssignmentFile = z.infer<typeof assignmentFile>;

/**
 * A problem read from a file, or everything that is wrong with it, each message beginning with the
 * field it is about.
 */
export type AssignmentFileResult =
  | { readonly ok: true; readonly problem: AssignmentProblem }
  | { readonly ok: false; readonly messages: readonly string[] };

/**
 * Reads a parsed JSON instance of the assignment problem. Minimums and kinds count only where the
 * file gives them.
 */
export function readAssignmentFile(json: unknown): AssignmentFileResult {
  const parsed = assignmentFile.safeParse(json);
  if (!parsed.success)
    return {
      ok: false,
      messages: parsed.error.issues.map(({ path, message }) => `${fieldName(path)}: ${message}`),
    };
  const messages = [
    ...duplicates(parsed.data),
    ...kindsMissing(parsed.data),
    ...placesMissing(parsed.data),
    ...apartWrong(parsed.data),
  ];
  return messages.length > 0
    ? { ok: false, messages }
    : { ok: true, problem: toProblem(parsed.data) };
}

/** `["jurors", 3, "kind"]` → `jurors[3].kind`; the whole file is `file`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  return name.replace(/^\./, "") || "file";
}

function duplicates(file: AssignmentFile): string[] {
  return (["proposals", "jurors"] as const).flatMap((list) => {
    const ids = file[list].map(({ id }) => id);
    return ids.flatMap((id, at) =>
      ids.indexOf(id) < at
        ? [`${list}[${at}].id: ${id} is already ${list}[${ids.indexOf(id)}]`]
        : [],
    );
  });
}

function kindsMissing(file: AssignmentFile): string[] {
  if (!file.minInternal && !file.minExternal) return [];
  const why = "internal or external is needed where minInternal or minExternal is given";
  return file.jurors.flatMap(({ kind }, at) =>
    kind === undefined ? [`jurors[${at}].kind: ${why}`] : [],
  );
}

function placesMissing(file: AssignmentFile): string[] {
  return (["conflicts", "fixed", "preferences"] as const).flatMap((list) =>
    (file[list] ?? []).flatMap(([p, j], at) => [
      ...(p < file.proposals.length
        ? []
        : [
            `${list}[${at}][0]: there is no proposal ${p}, the last is ${file.proposals.length - 1}`,
          ]),
      ...(j < file.jurors.length
        ? []
        : [`${list}[${at}][1]: there is no juror ${j}, the last is ${file.jurors.length - 1}`]),
    ]),
  );
}

function apartWrong({ apart = [], jurors }: AssignmentFile): string[] {
  return apart.flatMap(([a, b], at) => [
    ...[a, b].flatMap((j, end) =>
      j < jurors.length
        ? []
        : [`apart[${at}][${end}]: there is no juror ${j}, the last is ${jurors.length - 1}`],
    ),
    ...(a === b ? [`apart[${at}]: these are the same juror`] : []),
  ]);
}

function toProblem(file: AssignmentFile): AssignmentProblem {
  const proposalId = (p: number) => file.proposals[p]?.id ?? "";
  const jurorId = (j: number) => file.jurors[j]?.id ?? "";
  const pairs = (list: readonly (readonly [number, number])[] = []) =>
    list.map(([p, j]): Pair => [proposalId(p), jurorId(j)]);
  return {
    proposals: file.proposals,
    jurors: file.jurors.map(({ id, kind = "internal", maxLoad, expertise = {} }) => ({
      id,
      kind,
      maxLoad,
      expertise,
    })),
    jurorsPerProposal: file.jurorsPerProposal,
    minInternal: file.minInternal ?? 0,
    minExternal: file.minExternal ?? 0,
    conflicts: pairs(file.conflicts),
    fixed: pairs(file.fixed),
    apart: (file.apart ?? []).map(([a, b]) => [jurorId(a), jurorId(b)]),
    preferences: file.preferences?.map(([p, j, value]) => [proposalId(p), jurorId(j), value]),
  };
}

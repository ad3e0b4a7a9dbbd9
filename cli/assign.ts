import { readFileSync } from "node:fs";
import { createTranslator } from "use-intl";
import { z } from "zod";
import { assignJurors, type Assignment } from "#app/domain/assignment/assignment.ts";
import { readAssignmentFile } from "#app/domain/assignment/file.ts";
import type { AssignmentGoal, AssignmentProblem } from "#app/domain/assignment/problem.ts";
import { causeReasons } from "#app/domain/assignment/words.ts";
import "#app/i18n/all.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import { type Command, CommandError } from "./command.ts";

export const assign: Command = {
  usage: "FILE [--seed N] [--seconds N] [--json]",
  says: "solves an instance of the juror assignment to the optimum, or as far as the seconds last (600); another seed chooses among equals; needs no database",
  options: {
    json: { type: "boolean" },
    seed: { type: "string", default: "0" },
    seconds: { type: "string", default: "600" },
  },
  run: async ({ positionals: [file, ...more], values }) => {
    if (!file || more.length > 0) throw new CommandError("Name one file.", 2);
    const seed = z.coerce.number().int().safeParse(values.seed);
    if (!seed.success) throw new CommandError("The seed is a whole number.", 2);
    const seconds = z.coerce.number().positive().max(86_400).safeParse(values.seconds);
    if (!seconds.success)
      throw new CommandError("The seconds are a number above 0, and no more than a day's.", 2);
    const problem = problemIn(file);
    const start = performance.now();
    const answer = await withSolver((solve) => assignJurors(problem, solve, seed.data), {
      budgetMs: seconds.data * 1000,
    });
    const ms = Math.round(performance.now() - start);
    if (answer.kind === "unfinished")
      throw new CommandError(
        "The time was too short to find an assignment or to prove that there is none: give it more with --seconds.",
      );
    if (answer.kind === "infeasible") {
      const causes = inWords(problem, answer.why);
      if (values.json)
        console.log(JSON.stringify({ infeasible: true, causes, why: answer.why, ms }, null, 2));
      throw new CommandError(
        [
          "With these rules the assignment is impossible. Without any one of these conditions it is possible:",
          ...causes.map((cause) => `- ${cause}`),
        ].join("\n"),
      );
    }
    if (values.json) console.log(JSON.stringify(inFigures(problem, answer, ms)));
    else print(problem, answer, ms);
  },
};

/** The instance in a file; every problem of the file in one message. */
function problemIn(file: string): AssignmentProblem {
  const read = readAssignmentFile(parsed(file));
  if (!read.ok)
    throw new CommandError(
      [
        `${file} is no instance of the assignment:`,
        ...read.messages.map((message) => `- ${message}`),
      ].join("\n"),
    );
  return read.problem;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function inWords(problem: AssignmentProblem, why: Parameters<typeof causeReasons>[0]): string[] {
  const t = createTranslator({ locale: "en", messages: messagesFor("en"), namespace: "reason" });
  return causeReasons(why, problem, (id) => id).map(({ key, params }) =>
    t(key as Parameters<typeof t>[0], params),
  );
}

function inFigures(
  { jurorsPerProposal, proposals }: AssignmentProblem,
  { pairs, total, worst, coverage, unproved }: Assignment,
  ms: number,
) {
  const { complete, connected, spread } = coverage;
  return {
    pairs,
    total,
    loads: Object.fromEntries(coverage.loads.map(({ jurorId, load }) => [jurorId, load])),
    coverage: {
      complete,
      connected,
      spread,
      worst,
      jurorsPerProposal,
      covered: coverage.proposals.filter(
        ({ missing, missingInternal, missingExternal }) =>
          missing + missingInternal + missingExternal === 0,
      ).length,
      proposals: proposals.length,
    },
    ms,
    optimal: unproved.length === 0,
    unproved,
  };
}

const goalWords: Record<AssignmentGoal, string> = {
  total: "the total value",
  worst: "the value of the worst-served proposal",
  comparable: "jurors who can all be compared",
  changes: "as few changes as possible",
};

function print(
  problem: AssignmentProblem,
  { pairs, total, worst, coverage, unproved }: Assignment,
  ms: number,
): void {
  const width = Math.max(8, ...problem.proposals.map(({ id }) => id.length)) + 2;
  const jurorsOf = new Map<string, string[]>();
  for (const [proposal, juror] of pairs)
    jurorsOf.set(proposal, [...(jurorsOf.get(proposal) ?? []), juror]);
  console.log(`${"proposal".padEnd(width)}jurors`);
  for (const { id } of problem.proposals)
    console.log(`${id.padEnd(width)}${(jurorsOf.get(id) ?? []).join("  ")}`);
  console.log(`\n${"juror".padEnd(width)}proposals`);
  for (const { jurorId, load } of coverage.loads) console.log(`${jurorId.padEnd(width)}${load}`);
  console.log(
    `\ntotal value ${total.toFixed(2)}${unproved.includes("total") ? "" : ", the greatest there is"}; worst-served proposal ${worst.toFixed(2)}`,
  );
  console.log(
    `loads within ${coverage.spread} of each other; jurors ${coverage.connected ? "can all be compared" : "cannot all be compared: they share too few proposals"}`,
  );
  if (unproved.length > 0)
    console.log(
      `time was up before this was proved to be best: ${unproved.map((goal) => goalWords[goal]).join("; ")}`,
    );
  console.log(`${ms} ms`);
}

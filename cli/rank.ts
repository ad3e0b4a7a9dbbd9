import { readFileSync } from "node:fs";
import { type IntervalOptions, rankIntervals } from "#app/domain/ranking/interval.ts";
import { methodSheets, rankProposals, type Ranking } from "#app/domain/ranking/ranking.ts";
import { type RankingMethod, rankingMethods, type Shortfall } from "#app/domain/ranking/method.ts";
import {
  methodNamed,
  readScoresFile,
  type ScoresFileRanking,
} from "#app/domain/ranking/scores-file.ts";
import { type Agreement, agreementOn } from "#app/domain/statistics/agreement.ts";
import { fullPoints } from "#app/domain/scoring/scoring.ts";
import { type Command, CommandError, type Words } from "./command.ts";

export const rank: Command = {
  usage: "FILE [--method NAME] [--seed N] [--rounds N] [--json]",
  says: "ranks the scores in a file by a method: totals, ranks, rank intervals, ties, agreement",
  help: `FILE is JSON, - for standard input:
  {"criteria": [{"id", "weight", "min", "max"}], "scores": [{"juror", "proposal", "criterion", "value"}],
   "method": NAME, "ladder": [heaviest | next | median | vote | shared], "votes": [{"proposal", "position"}]}
Totals are on 0 to 100. A sheet that lacks a criterion does not count, and is named. Below its minimum of data a method is
not applied: the mean is, and the answer says why.

  mean          the weighted mean of the sheets; the method when none is given
  median        the middle of the sheets; three sheets on every proposal
  trimmed-mean  the mean without the highest and the lowest sheet; five sheets on every proposal
  z-score       each juror's sheets brought to the mean and deviation of all; three sheets, not all alike, from every juror
  additive      score = merit + juror's bias by least squares; jurors and proposals connected, sheets to spare

  --method NAME  instead of the file's
  --seed N       of the bootstrap behind the intervals, 1
  --rounds N     of it, 1000; fewer with more than 200 proposals
  --json         {method, asked, why, totals, ranks, intervals, ties, agreement, sheets, leftOut}`,
  options: {
    json: { type: "boolean" },
    seed: { type: "string" },
    rounds: { type: "string" },
    method: { type: "string" },
  },
  run: async ({ positionals: [path], values }) => {
    if (!path) throw new CommandError("Which file?", 2);
    const report = reportOn(read(path, values), {
      seed: wholeNumber(values, "seed"),
      rounds: wholeNumber(values, "rounds"),
    });
    console.log(values.json ? JSON.stringify(report, null, 2) : table(report));
  },
};

type Report = ReturnType<typeof reportOn>;

function read(path: string, values: Words["values"]): ScoresFileRanking {
  const result = readScoresFile(parsed(path));
  if (!result.ok) throw new CommandError(result.messages.join("\n"));
  return { ...result.input, method: methodAsked(values.method) ?? result.input.method };
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === "-" ? 0 : path, "utf8"));
  } catch (error) {
    throw new CommandError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function methodAsked(word: Words["values"][string]): RankingMethod | null {
  if (typeof word !== "string") return null;
  const method = methodNamed(word);
  if (!method)
    throw new CommandError(`--method: ${word} is none of ${rankingMethods.join(", ")}`, 2);
  return method;
}

function wholeNumber(values: Words["values"], name: string): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^\d{1,9}$/.test(value))
    throw new CommandError(`--${name}: a whole number`, 2);
  return Number(value);
}

function reportOn(input: ScoresFileRanking, options: IntervalOptions) {
  const ranking = rankProposals(input);
  const intervals = rankIntervals(ranking.by, options);
  const by = <T>(value: (row: Ranking["rows"][number]) => T) =>
    Object.fromEntries(ranking.rows.map((row) => [row.proposalId, value(row)]));
  return {
    method: ranking.by.applied,
    asked: ranking.by.asked,
    why: ranking.by.shortfall && inWords(ranking.by.shortfall),
    totals: by(({ score }) => rounded(score)),
    ranks: by(({ rank: place }) => place),
    intervals:
      intervals &&
      by(({ publicNo }) => {
        const { from, to } = intervals.get(publicNo) ?? { from: 0, to: 0 };
        return [from, to];
      }),
    ties: tiesOf(ranking),
    agreement: agreementIn(input),
    sheets: by(({ sheets }) => sheets),
    leftOut: input.leftOut,
  };
}

/**
 * Each group of equal totals, what told them apart, what shares a rank after all, and what waits
 * for a vote.
 */
function tiesOf({ rows, resolvedTies, openTies }: Ranking) {
  const groups = rows
    .filter(({ tiedWith }) => tiedWith.length > 0)
    .map(({ proposalId, tiedWith }) => [proposalId, ...tiedWith].sort());
  const unique = [...new Map(groups.map((group) => [JSON.stringify(group), group])).values()];
  return unique.map((proposals) => ({
    proposals,
    decidedBy: resolvedTies
      .filter(({ proposalIds }) => proposalIds.every((id) => proposals.includes(id)))
      .map(({ rung, criterionKey = null, into }) => ({ rung, criterion: criterionKey, into })),
    shared: [
      ...new Set(
        rows
          .filter(
            ({ proposalId, sharesWith }) => proposals.includes(proposalId) && sharesWith.length > 0,
          )
          .map(({ rank: place }) => place),
      ),
    ].map((place) => ({
      rank: place,
      proposals: rows.filter((row) => row.rank === place).map(({ proposalId }) => proposalId),
    })),
    awaitVote: openTies
      .filter(({ proposalIds }) => proposalIds.every((id) => proposals.includes(id)))
      .map(({ proposalIds }) => proposalIds),
  }));
}

/** On the totals, and on each criterion alone. */
function agreementIn(input: ScoresFileRanking) {
  const totals = methodSheets(input).map(({ jurorId, publicNo, points }) => ({
    juror: jurorId,
    proposal: publicNo,
    value: points / fullPoints(input.criteria),
  }));
  const on = (key: string) =>
    agreementOn(
      input.sheets.map(({ jurorId, proposalId, scores }) => ({
        juror: jurorId,
        proposal: proposalId,
        value: scores[key] ?? 0,
      })),
    );
  return {
    ...coefficients(agreementOn(totals)),
    criteria: Object.fromEntries(input.criteria.map(({ key }) => [key, coefficients(on(key))])),
  };
}

function coefficients({ nominal, ordinal, interval, kendallW, common }: Agreement) {
  return {
    alpha: { nominal: rounded(nominal), ordinal: rounded(ordinal), interval: rounded(interval) },
    kendallW: rounded(kendallW),
    proposalsInCommon: common,
  };
}

function rounded<T extends number | null>(value: T): T | number {
  return value === null ? value : Math.round(value * 1e6) / 1e6;
}

function inWords({ need, least, count }: Shortfall): string {
  const words: Record<Shortfall["need"], string> = {
    sheets: `${count} proposals have fewer than ${least} sheets`,
    "juror-sheets": `${count} jurors have fewer than ${least} sheets`,
    spread: `${count} jurors gave every proposal the same total`,
    connected: `jurors and proposals fall into ${count} groups without a sheet between them`,
    surplus: `${count} sheets, and merits and biases need ${least}`,
  };
  return words[need];
}

function table({
  method,
  asked,
  why,
  totals,
  ranks,
  intervals,
  ties,
  agreement,
  sheets,
  leftOut,
}: Report): string {
  const lines = Object.keys(totals).map((id) => [
    String(ranks[id]),
    intervals ? (intervals[id] ?? []).join("–") : "",
    (totals[id] ?? 0).toFixed(2),
    String(sheets[id]),
    id,
  ]);
  const figure = (value: number | null) => (value === null ? "not defined" : value.toFixed(3));
  return [
    why ? `Method: ${method}, not ${asked}: ${why}.` : `Method: ${method}.`,
    "",
    ...aligned([["rank", "90 %", "total", "sheets", "proposal"], ...lines]),
    ...(ties.length > 0 ? ["", "Ties"] : []),
    ...ties.map(
      ({ proposals, decidedBy, shared, awaitVote }) =>
        `  ${proposals.join(", ")}: ${[...decidedBy.map(({ rung, criterion }) => (criterion ? `${rung} (${criterion})` : rung)), ...awaitVote.map((ids) => `${ids.join(", ")} await the jury's vote`), ...shared.map((each) => `rank ${each.rank} shared`)].join("; ")}`,
    ),
    "",
    `Krippendorff's alpha: nominal ${figure(agreement.alpha.nominal)}, ordinal ${figure(agreement.alpha.ordinal)}, interval ${figure(agreement.alpha.interval)}`,
    `Kendall's W: ${figure(agreement.kendallW)} (${agreement.proposalsInCommon} proposals scored by every juror)`,
    ...leftOut.map(
      ({ juror, proposal, missing }) =>
        `Not counted: ${juror} on ${proposal}, without ${missing.join(", ")}`,
    ),
  ].join("\n");
}

/** Columns as wide as they need; all but the last to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column < row.length - 1 ? cell.padStart(widths[column] ?? 0) : cell))
      .join("  "),
  );
}

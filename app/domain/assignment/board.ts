import { z } from "zod";
import type { Cause } from "./causes.ts";
import { coverage, type Coverage } from "./coverage.ts";
import {
  type Apart,
  assignmentGoals,
  type AssignmentProblem,
  type AvailableJuror,
  type Pair,
} from "./problem.ts";
import { causeReasons } from "./words.ts";
import type { Phase } from "#app/domain/phase.ts";
import type { Reason, Refusal, RefusalCode } from "#app/domain/refusal.ts";

// The assignment as an organiser sees and changes it. A proposal's id here is its public number, as
// text.

export type BoardJuror = AvailableJuror & { readonly name: string };
export type BoardProposal = {
  readonly id: string;
  readonly title: string;
  readonly locale: string;
  readonly categories: readonly string[];
};

/**
 * Everything the page shows and the rules need; `conflicts` are declared ones and recusals alike.
 */
export type Board = {
  readonly phase: Phase;
  readonly jurorsPerProposal: number;
  readonly minInternal: number;
  readonly minExternal: number;
  readonly proposals: readonly BoardProposal[];
  readonly jurors: readonly BoardJuror[];
  readonly conflicts: readonly Pair[];
  /** Jurors who never judge the same proposal. */
  readonly apart: readonly Apart[];
  /** Applied pairs with a draft or a sheet: they stay. */
  readonly started: readonly Pair[];
  /** What is applied now, and a short name for exactly that. */
  readonly pairs: readonly Pair[];
  readonly basis: string;
};

const pairText = z.string().regex(/^\d{1,6}:[0-9a-f-]{36}$/);

/** From what a plan starts: from nothing but what has begun, or from the checked pairs too. */
export const planModes = ["started", "checked"] as const;

/**
 * What the page carries: the checked pairs, what they were made from, which of them the solver
 * proposed, and what it had no time for.
 */
export const boardSchema = z.object({
  basis: z.string().max(64),
  pair: z.array(pairText).max(100_000).default([]),
  planned: z.string().max(5_000_000).default(""),
  unproved: z.array(z.enum(assignmentGoals)).optional(),
});
export const planSchema = z.object({
  pair: z.array(pairText).max(100_000).default([]),
  keep: z.enum(planModes),
});

/** A pair as a form's value, and back. */
export const toText = ([no, jurorId]: Pair): string => `${no}:${jurorId}`;
export function fromText(text: string): Pair {
  const [no = "", jurorId = ""] = text.split(":");
  return [no, jurorId];
}

/** Null while jurors can be assigned, else why not. */
export function whyNotAssign(phase: Phase): RefusalCode | null {
  if (phase === "screening" || phase === "scoring") return null;
  return phase === "preparation" || phase === "announced" || phase === "open"
    ? "too-early"
    : "too-late";
}

export function problemOf(board: Board, fixed: readonly Pair[] = []): AssignmentProblem {
  const { proposals, jurors, jurorsPerProposal, minInternal, minExternal, conflicts, apart } =
    board;
  return {
    proposals,
    jurors,
    jurorsPerProposal,
    minInternal,
    minExternal,
    conflicts,
    apart,
    fixed,
  };
}

/**
 * Null when these pairs may replace what is applied, else why not: nobody judges in conflict or
 * above their own limit, no proposal has more jurors than the edition wants, and before scoring
 * none has fewer; nothing that a juror has begun is taken away.
 */
export function whyNotApply(board: Board, pairs: readonly Pair[]): Refusal | null {
  const numbers = new Set(board.proposals.map(({ id }) => id));
  const jurorIds = new Set(board.jurors.map(({ id }) => id));
  if (pairs.some(([no, jurorId]) => !numbers.has(no) || !jurorIds.has(jurorId)))
    return { code: "stale" };
  const wanted = new Set(pairs.map(toText));
  if (board.started.some((pair) => !wanted.has(toText(pair)))) return { code: "in-use" };
  const found = coverage(problemOf(board), pairs);
  const broken = brokenRules(board, found);
  if (broken.length > 0) return { code: "infeasible", reasons: broken };
  const lacking = board.phase === "screening" ? lackingReasons(found) : [];
  return lacking.length > 0 ? { code: "incomplete", reasons: lacking } : null;
}

function brokenRules(board: Board, { proposals, loads }: Coverage): Reason[] {
  const name = jurorNames(board);
  return [
    ...proposals.flatMap(({ proposalId: no, inConflict }) =>
      inConflict.map((id) => ({ key: "assignment-conflict", params: { no, name: name(id) } })),
    ),
    ...proposals.flatMap(({ proposalId: no, together }) =>
      together.map(([a, b]) => ({
        key: "assignment-together",
        params: { no, name: name(a), other: name(b) },
      })),
    ),
    ...proposals
      .filter(({ extra }) => extra > 0)
      .map(({ proposalId: no, extra }) => ({
        key: "assignment-extra",
        params: { no, count: extra },
      })),
    ...loads
      .filter(({ over }) => over > 0)
      .map(({ jurorId, load, over }) => ({
        key: "assignment-over",
        params: { name: name(jurorId), load, max: load - over },
      })),
  ];
}

function lackingReasons({ proposals }: Coverage): Reason[] {
  return proposals.flatMap(({ proposalId, missing, missingInternal, missingExternal }) =>
    lackOf(proposalId, missing, missingInternal, missingExternal),
  );
}

/** Why no assignment exists, in words. */
export function infeasibilityReasons(board: Board, causes: readonly Cause[]): Reason[] {
  return causeReasons(causes, board, jurorNames(board));
}

function lackOf(no: string, jurors: number, internal: number, external: number): Reason[] {
  const lack = (key: string, count: number): Reason[] =>
    count > 0 ? [{ key, params: { no, count } }] : [];
  return [
    ...lack("assignment-lacks-internal", internal),
    ...lack("assignment-lacks-external", external),
    ...lack("assignment-lacks", jurors > internal + external ? jurors : 0),
  ];
}

function jurorNames({ jurors }: Board): (id: string) => string {
  const names = new Map(jurors.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? "";
}

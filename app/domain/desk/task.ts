import { isWritten } from "#app/domain/each-locale.ts";
import { cautions, type EditionFacts, whyNot } from "#app/domain/edition/guards.ts";
import { hasReached, nextPhase } from "#app/domain/phase.ts";
import {
  dueMilestoneReminder,
  hasStatus,
  type Implementation,
  isOver,
} from "#app/domain/implementation/implementation.ts";
import { isCheckDue, type KeyFacts } from "#app/domain/opening/key-care.ts";
import type { JurorState } from "#app/domain/jury/jury.ts";
import type { Moment } from "#app/domain/mailing/mailing.ts";
import type { Reason } from "#app/domain/refusal.ts";

// What waits for somebody, each with the one place where it is done.

/**
 * What waits for one person: its words under i18n `reason.*` where it keeps a phase from coming
 * (`blocks`), else `task.*`.
 */
export type Task = { to: string; params?: Reason["params"] } & (
  { blocks: true; key: string } | { blocks: false; key: OwnTask }
);

type OwnTask =
  | "phase-ready"
  | "mails-wait"
  | "keys-lost"
  | "keys-faulty"
  | "jurors-silent"
  | "to-hand-over"
  | "owners-missing"
  | "status-missing"
  | "juror-answer"
  | "juror-declare"
  | "juror-sheets"
  | "juror-confirm"
  | "custodian-key"
  | "custodian-manifest"
  | "custodian-root"
  | "custodian-ranking"
  | "custodian-open"
  | "custodian-check"
  | "owner-plan"
  | "owner-soon"
  | "owner-late"
  | "owner-measure";

/**
 * What passes with time alone, or by the hand of others: nothing for an organiser to do but wait.
 */
const waiting = [
  "opens-later",
  "closes-later",
  "objection",
  "conflicts-wait",
  "retention",
  "unanswered",
];

/** What an organiser must know beyond the guards; `mails`: those that wait for a release. */
export type OrganiserFacts = {
  mails: readonly Moment[];
  awaitedAnswers: number;
  lostKeys: number;
  faultyKeys: number;
  toHandOver: number;
  followed: readonly Followed[];
};

/**
 * A winner after the award, as far as it waits for organisers; `owned`: somebody who is still here
 * keeps its page.
 */
export type Followed = Pick<Implementation, "status" | "entries"> & { owned: boolean };

/**
 * What waits for an edition's organisers: what keeps the next phase, what should be looked at, and
 * what is theirs in this phase.
 */
export function organiserTasks(code: string, facts: EditionFacts, more: OrganiserFacts): Task[] {
  const next = nextPhase(facts.phase);
  const reasons = next ? whyNot(next, facts) : [];
  const doable = [...reasons, ...cautions(next, facts)].filter(({ key }) => !waiting.includes(key));
  const task = at(`/area/manage/${code}`);
  return [
    ...doable.map(({ key, params, where }) => ({
      key,
      params,
      to: where
        ? `/area/manage/${code}${where === "phase" ? "" : `/${where}`}`
        : `/area/meetings/${code}`,
      blocks: true as const,
    })),
    ...(next && reasons.length === 0
      ? task(true, "phase-ready", next === "published" ? "publication" : "phase", { phase: next })
      : []),
    ...task(more.mails.length > 0, "mails-wait", "mails", {
      count: more.mails.length,
      mails: more.mails.join(" "),
    }),
    ...task(more.lostKeys > 0, "keys-lost", "custodians", { count: more.lostKeys }),
    ...task(more.faultyKeys > 0, "keys-faulty", "custodians", { count: more.faultyKeys }),
    ...task(
      more.awaitedAnswers > 0 && !hasReached(facts.phase, "deliberation"),
      "jurors-silent",
      "jury/reminders",
      { count: more.awaitedAnswers },
    ),
    ...task(more.toHandOver > 0, "to-hand-over", "handing-over", { count: more.toHandOver }),
    ...implementationTasks(code, more.followed),
  ];
}

/**
 * Winners nobody keeps, and those of which nobody said how far they are; one that is over needs
 * nobody.
 */
function implementationTasks(code: string, followed: readonly Followed[]): Task[] {
  const task = at(`/area/manage/${code}`);
  const unowned = followed.filter(({ owned, status }) => !owned && !isOver(status)).length;
  const unsaid = followed.filter((each) => !hasStatus(each)).length;
  return [
    ...task(unowned > 0, "owners-missing", "implementation", { count: unowned }),
    ...task(unsaid > 0, "status-missing", "implementation", { count: unsaid }),
  ];
}

/** `left`: own sheets that lack a score; `writable`: some can still be written and delivered. */
export type JurorFacts = {
  state: JurorState;
  mayAnswer: boolean;
  mayDeclare: boolean;
  declared: boolean;
  writable: boolean;
  left: number;
};

/** What waits for a juror. */
export function jurorTasks(
  code: string,
  { state, mayAnswer, mayDeclare, declared, writable, left }: JurorFacts,
): Task[] {
  const task = at(`/area/jury/${code}`);
  if (state === "INVITED") return task(mayAnswer, "juror-answer");
  return [
    ...task(mayDeclare && !declared, "juror-declare", "conflicts"),
    ...task(writable && left > 0, "juror-sheets", "", { count: left }),
    ...task(writable && left === 0, "juror-confirm"),
  ];
}

/**
 * One custodian's key and signatures; `manifest`, `root` and `ranking` say that there is one to
 * sign.
 */
export type CustodianFacts = KeyFacts & {
  enrolled: boolean;
  tested: boolean;
  manifest: boolean;
  root: boolean;
  ranking: boolean;
  signed: { manifest: boolean; root: boolean; ranking: boolean };
  /** envelopes to open that this key has not opened yet, while a quorum is still missing */
  toOpen: number;
};

/** What waits for a custodian. */
export function custodianTasks(code: string, facts: CustodianFacts, now: Date): Task[] {
  const { phase, enrolled, tested, lostAt, signed } = facts;
  const task = at(`/area/custody/${code}`);
  if (lostAt) return [];
  return [
    ...task(phase === "preparation" && (!enrolled || !tested), "custodian-key"),
    ...task(phase === "preparation" && facts.manifest && !signed.manifest, "custodian-manifest"),
    ...task(phase === "screening" && facts.root && !signed.root, "custodian-root"),
    ...task(phase === "frozen" && facts.ranking && !signed.ranking, "custodian-ranking"),
    ...task(phase === "opening" && facts.toOpen > 0, "custodian-open", "", { count: facts.toOpen }),
    ...task(isCheckDue(facts, now), "custodian-check"),
  ];
}

/** What is known of a proposal that somebody follows after the award. */
export type OwnerFacts = Pick<Implementation, "publicNo" | "status" | "milestones" | "measured"> & {
  today: string;
};

/**
 * What waits for whoever keeps the page of a winner: days that come or are past, and what is not
 * written yet.
 */
export function ownerTasks(
  code: string,
  { publicNo, status, milestones, measured, today }: OwnerFacts,
): Task[] {
  const task = at(`/area/implementation/${code}/${publicNo}`);
  const due = milestones.map((milestone) => dueMilestoneReminder(milestone, status, today));
  const count = (kind: string) => due.filter((each) => each === kind).length;
  return [
    ...task(!isOver(status) && milestones.length === 0, "owner-plan"),
    ...task(count("after") > 0, "owner-late", "", { count: count("after") }),
    ...task(count("before") > 0, "owner-soon", "", { count: count("before") }),
    ...task(status === "DONE" && !isWritten(measured), "owner-measure"),
  ];
}

function at(base: string) {
  return (when: boolean, key: OwnTask, page = "", params?: Reason["params"]): Task[] =>
    when ? [{ key, params, to: page ? `${base}/${page}` : base, blocks: false }] : [];
}

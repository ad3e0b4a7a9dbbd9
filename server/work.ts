import { sendAuditHead } from "#app/commands/opening/audit-head.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { tellBoxAll } from "#app/commands/box/box-facts.server.ts";
import { listDepositsNightly } from "#app/commands/box/deposit-list.server.ts";
import { eraseHandedOverEditions } from "#app/commands/box/hand-over.server.ts";
import { countPassesNightly } from "#app/commands/passes/pass-count.server.ts";
import { announceOverdueQuestions } from "#app/commands/screening/questions.server.ts";
import { endDueVotes } from "#app/commands/vote/employees-vote.server.ts";
import { rewriteGuardIndexNightly } from "#app/commands/self-identification/guard-index.server.ts";
import { remindJurors } from "#app/commands/jury/juror-reminders.server.ts";
import { releaseDueMailings, writeReleasedMailings } from "#app/commands/mailing/mailing.server.ts";
import { remindDueKeyChecks } from "#app/commands/opening/key-care.server.ts";
import { remindOfMilestones } from "#app/commands/implementation/milestone-reminders.server.ts";
import { finishOpenings } from "#app/commands/opening/opening.server.ts";
import { publishDue } from "#app/commands/publication/publication-date.server.ts";
import { archiveDueEditions, enterDuePhases } from "#app/commands/edition/phase.server.ts";
import { writeDepositDays } from "#app/commands/box/deposit-days.server.ts";
import { boxHealth } from "#app/queries/box/box-health.server.ts";
import { readCity } from "#app/platform/city.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import type { Work } from "#app/platform/jobs.server.ts";
import { deleteExpiredLinks } from "#app/platform/accounts/links.server.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";

/**
 * What the server does by itself, besides answering. Each may run on several nodes at once: the
 * database decides.
 */
export const work: Work[] = [
  { name: "city", everySeconds: 30, run: readCity },
  { name: "phases", everySeconds: 1, run: enterDuePhases },
  { name: "box-facts", everySeconds: 5, run: tellBoxAll },
  { name: "hand-overs", everySeconds: 15, run: eraseHandedOverEditions },
  { name: "batches", everySeconds: 15, run: takeDueBatches },
  { name: "box-health", everySeconds: 15, run: async () => void (await boxHealth()) },
  { name: "votes", everySeconds: 5, run: endDueVotes },
  { name: "publications", everySeconds: 5, run: publishDue },
  { name: "openings", everySeconds: 30, run: finishOpenings },
  { name: "pass-counts", everySeconds: 60, run: countPassesNightly },
  { name: "deposit-days", everySeconds: 60, run: () => writeDepositDays() },
  { name: "deposit-lists", everySeconds: 60, run: listDepositsNightly },
  { name: "audit-head", everySeconds: 300, run: sendAuditHead },
  { name: "retention", everySeconds: 3600, run: archiveDueEditions },
  { name: "key-checks", everySeconds: 3600, run: remindDueKeyChecks },
  { name: "juror-reminders", everySeconds: 900, run: remindJurors },
  { name: "milestones", everySeconds: 3600, run: remindOfMilestones },
  { name: "mailings", everySeconds: 3, run: sendMailings },
  { name: "questions", everySeconds: 300, run: announceOverdueQuestions },
  { name: "guard-index", everySeconds: 600, run: rewriteGuardIndexNightly },
  { name: "expired-sessions", everySeconds: 3600, run: () => lucia().deleteExpiredSessions() },
  { name: "expired-links", everySeconds: 3600, run: () => deleteExpiredLinks(db()) },
];

/** Releases the mails whose moment has come, and writes what is released. */
async function sendMailings(): Promise<void> {
  await releaseDueMailings().finally(() => writeReleasedMailings());
}

/**
 * Demonstration data hold published keys and passwords: in production the server starts on them
 * only with --demo.
 */
export async function refuseDemoInProduction(allowed: boolean): Promise<void> {
  if (allowed || env().NODE_ENV !== "production") return;
  if ((await db().edition.count({ where: { demo: true } })) === 0) return;
  throw new Error(
    "This database holds demonstration data, whose keys and passwords are public. Start with --demo, or use another database.",
  );
}

import { type Actor, holds, type RoleKind } from "#app/domain/policy.ts";
import type { Task } from "#app/domain/desk/task.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { db, type Edition, type Phase } from "#app/platform/db.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import { tasksOfCustodian, tasksOfJuror, tasksOfOrganiser } from "./tasks.server.ts";

export type DeskEdition = {
  code: string;
  name: string;
  phase: Phase;
  roles: RoleKind[];
  tasks: Task[];
  opensAt: Date | null;
  closesAt: Date | null;
  timeZone: string;
};

const kinds: RoleKind[] = ["ORGANISER", "JUROR", "SECRETARY", "CUSTODIAN"];

/**
 * The editions this person can see, newest first: those they hold a role in, with what waits for
 * them, and all that are announced.
 */
export async function deskEditions(actor: Actor): Promise<DeskEdition[]> {
  const rows = await db().edition.findMany({
    orderBy: [{ closesAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
  });
  const seen = rows.filter(
    ({ id, phase }) =>
      phaseHas(phase, "callPublic") || kinds.some((kind) => holds(actor, kind, id)),
  );
  return Promise.all(
    seen.map(async (edition) => {
      const { id, code, phase, texts, opensAt, closesAt, timeZone } = edition;
      const roles = kinds.filter((kind) => holds(actor, kind, id));
      return {
        code,
        phase,
        roles,
        opensAt,
        closesAt,
        timeZone,
        name: editionName(texts, actor.locale) || code,
        tasks: await tasksOf(actor.id, roles, edition),
      };
    }),
  );
}

async function tasksOf(userId: string, roles: RoleKind[], edition: Edition): Promise<Task[]> {
  const asked = [
    roles.includes("JUROR") ? tasksOfJuror(edition, userId) : [],
    roles.includes("CUSTODIAN") ? tasksOfCustodian(edition, userId) : [],
    roles.includes("ORGANISER") ? tasksOfOrganiser(edition) : [],
  ];
  return (await Promise.all(asked)).flat();
}

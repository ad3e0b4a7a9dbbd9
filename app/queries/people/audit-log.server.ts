import { db } from "#app/platform/db.server.ts";

const pageSize = 100;

/** An empty edition or action is any. */
export type AuditFilter = { edition: string; action: string; page: number };

/**
 * One page of the log of acts, newest first, with the names of those who acted, and what it can be
 * narrowed to.
 */
export async function auditLog({ edition, action, page }: AuditFilter) {
  const editions = await db().edition.findMany({
    select: { id: true, code: true },
    orderBy: { createdAt: "desc" },
  });
  const wanted = editions.find(({ code }) => code === edition);
  const where = { ...(wanted ? { editionId: wanted.id } : {}), ...(action ? { action } : {}) };
  const [total, rows, actions] = await Promise.all([
    db().auditEntry.count({ where }),
    db().auditEntry.findMany({
      where,
      orderBy: { seq: "desc" },
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
    db().auditEntry.findMany({
      distinct: ["action"],
      select: { action: true },
      orderBy: { action: "asc" },
    }),
  ]);
  const ids = rows.flatMap(({ actorId }) => actorId ?? []);
  const people = await db().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, surname: true },
  });
  const nameOf = new Map(people.map(({ id, name, surname }) => [id, `${name} ${surname}`]));
  const codeOf = new Map(editions.map(({ id, code }) => [id, code]));
  return {
    entries: rows.map(({ seq, at, actorId, action, editionId, objectId, detail }) => ({
      seq,
      at,
      action,
      objectId,
      actor: actorId ? (nameOf.get(actorId) ?? "—") : null,
      edition: editionId ? (codeOf.get(editionId) ?? "—") : null,
      detail: Object.entries((detail ?? {}) as Record<string, unknown>).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
    })),
    actions: actions.map(({ action }) => action),
    editions: editions.map(({ code }) => code),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
  };
}

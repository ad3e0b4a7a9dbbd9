import { languageOf } from "#app/domain/people/account.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";

const pageSize = 50;

export type PeopleFilter = {
  search: string;
  page: number;
  only?: "staff" | "outside" | "administrators" | "inactive" | undefined;
};
export type PersonRow = Awaited<ReturnType<typeof peoplePage>>["people"][number];

/**
 * One page of the people an administrator looks for; every word of the search must be found
 * somewhere in the person.
 */
export async function peoplePage({ search, page, only }: PeopleFilter) {
  const where: Prisma.UserWhereInput = { AND: [onlyThese(only), ...words(search)] };
  const [total, rows] = await Promise.all([
    db().user.count({ where }),
    db().user.findMany({
      where,
      orderBy: [{ surname: "asc" }, { name: "asc" }, { id: "asc" }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ]);
  const people = rows.map(
    ({
      id,
      name,
      surname,
      email,
      staffNumber,
      unit,
      qualification,
      director,
      active,
      isAdministrator,
      passwordHash,
    }) => ({
      id,
      name,
      surname,
      email,
      staffNumber,
      unit,
      qualification,
      director,
      active,
      isAdministrator,
      hasPassword: passwordHash !== null,
    }),
  );
  return { people, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) };
}

/** How many active people have no password yet. */
export async function countUninvited(): Promise<number> {
  return db().user.count({ where: { active: true, passwordHash: null } });
}

/** One person with the roles held, or null. */
export async function personView(id: string) {
  const row = await db().user.findUnique({
    where: { id },
    include: {
      roles: { include: { edition: { select: { code: true } } } },
      links: { where: { expiresAt: { gt: now() } } },
      authenticator: { select: { userId: true } },
      passkeys: { select: { id: true } },
    },
  });
  if (!row) return null;
  const {
    name,
    surname,
    email,
    staffNumber,
    unit,
    qualification,
    director,
    active,
    isAdministrator,
  } = row;
  return {
    id,
    name,
    surname,
    email,
    staffNumber,
    unit,
    qualification,
    director,
    active,
    isAdministrator,
    locale: languageOf(row),
    hasPassword: row.passwordHash !== null,
    isInvited: row.links.length > 0,
    hasFactor: row.authenticator !== null || row.passkeys.length > 0,
    roles: row.roles.map(({ kind, edition }) => ({ kind, edition: edition.code })),
  };
}

function onlyThese(only: PeopleFilter["only"]): Prisma.UserWhereInput {
  if (only === "staff") return { staffNumber: { not: null } };
  if (only === "outside") return { staffNumber: null };
  if (only === "administrators") return { isAdministrator: true };
  return only === "inactive" ? { active: false } : {};
}

function words(search: string): Prisma.UserWhereInput[] {
  return search
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const has = { contains: word, mode: "insensitive" as const };
      return {
        OR: [{ name: has }, { surname: has }, { email: has }, { staffNumber: has }, { unit: has }],
      };
    });
}

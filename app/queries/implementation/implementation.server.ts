import { localDay } from "#app/domain/screening/dialogue.ts";
import {
  type Entry,
  entryContent,
  type Implementation,
  type Milestone,
  notBegun,
  whyNotFollow,
} from "#app/domain/implementation/implementation.ts";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { type PublishedWinner, publishedSchema } from "#app/domain/publication/publication.ts";
import { refuse } from "#app/domain/refusal.ts";
import { type OwnerFacts, ownerTasks, type Task } from "#app/domain/desk/task.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Prisma, type Tx } from "#app/platform/db.server.ts";

const parts = {
  milestones: { orderBy: [{ due: "asc" }, { id: "asc" }] },
  entries: { orderBy: { number: "asc" } },
} as const satisfies Prisma.ImplementationInclude;
type Row = Prisma.ImplementationGetPayload<{ include: typeof parts }>;

/** What became of each winner that has a number, in the order of the winners; nobody is named. */
export async function implementationsOf(
  editionId: string,
  winners: readonly PublishedWinner[],
): Promise<Implementation[]> {
  const rows = await db().implementation.findMany({ where: { editionId }, include: parts });
  return winners.flatMap(({ publicNo }) => {
    const row = rows.find((each) => each.publicNo === publicNo);
    return publicNo === null ? [] : [row ? publicView(row) : notBegun(publicNo)];
  });
}

function publicView({
  publicNo,
  status,
  unit,
  expectedAmount,
  measuredAmount,
  milestones,
  entries,
  ...row
}: Row): Implementation {
  return {
    publicNo,
    status,
    unit,
    expectedAmount,
    measuredAmount,
    expected: localised.parse(row.expected),
    measured: localised.parse(row.measured),
    amountUnit: localised.parse(row.amountUnit),
    milestones: milestones.map(milestoneOf),
    entries: entries.map(({ number, at, content }): Entry => ({
      number,
      at: at.toISOString(),
      content: entryContent.parse(content),
    })),
  };
}

function milestoneOf({ title, due, doneOn }: Row["milestones"][number]): Milestone {
  return { title: localised.parse(title), due: dayText(due), doneOn: doneOn && dayText(doneOn) };
}

/** The day of a date column, `2027-04-15`. */
export function dayText(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Today where the edition is, `2027-04-15`. */
export function todayIn({ timeZone }: Pick<Edition, "timeZone">): string {
  return dayText(localDay(now(), timeZone));
}

/** A winner's title in each language it has. */
export function titlesOf({ texts }: PublishedWinner): Localised {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([locale, fields]) =>
      fields?.title ? [[locale, fields.title]] : [],
    ),
  );
}

/** The winners of a published edition that have a number; none before. */
export async function followedWinners(
  { id, phase }: Pick<Edition, "id" | "phase">,
  tx: Tx = db(),
): Promise<PublishedWinner[]> {
  const publication = whyNotFollow(phase)
    ? null
    : await tx.publication.findUnique({ where: { editionId: id } });
  return publication
    ? publishedSchema.parse(publication.results).winners.filter(({ publicNo }) => publicNo !== null)
    : [];
}

export type FollowedRow = Implementation & { titles: Localised; owner: string | null };

/**
 * For organisers: every winner with what became of it and who keeps it; whoever left keeps nothing.
 */
export async function followedPage(edition: Edition): Promise<FollowedRow[]> {
  const winners = await followedWinners(edition);
  const owners = await db().implementation.findMany({
    where: { editionId: edition.id },
    select: { publicNo: true, owner: { select: { name: true, surname: true, active: true } } },
  });
  const all = await implementationsOf(edition.id, winners);
  return all.map((each) => {
    const owner = owners.find(({ publicNo }) => publicNo === each.publicNo)?.owner;
    return {
      ...each,
      titles: titlesOf(winners.find(({ publicNo }) => publicNo === each.publicNo)!),
      owner: owner?.active ? `${owner.name} ${owner.surname}` : null,
    };
  });
}

export type ImplementationPage = Implementation & {
  titles: Localised;
  owner: string;
  milestoneIds: string[];
};

/**
 * One winner's, to be edited; refuses not-found for every other number. `owner` is the mail
 * address, and empty for nobody.
 */
export async function implementationPage(
  edition: Pick<Edition, "id" | "phase">,
  publicNo: number,
): Promise<ImplementationPage> {
  const winner = (await followedWinners(edition)).find((each) => each.publicNo === publicNo);
  if (!winner) throw refuse("not-found");
  const row = await db().implementation.findUnique({
    where: { editionId_publicNo: { editionId: edition.id, publicNo } },
    include: { ...parts, owner: { select: { email: true } } },
  });
  return {
    ...(row ? publicView(row) : notBegun(publicNo)),
    titles: titlesOf(winner),
    owner: row?.owner?.email ?? "",
    milestoneIds: row?.milestones.map(({ id }) => id) ?? [],
  };
}

/** Whether this person keeps what became of this proposal. */
export async function ownsImplementation(
  userId: string,
  editionId: string,
  publicNo: number,
): Promise<boolean> {
  return (await db().implementation.count({ where: { editionId, publicNo, ownerId: userId } })) > 0;
}

export type OwnImplementation = {
  code: string;
  publicNo: number;
  title: string;
  status: Implementation["status"];
  tasks: Task[];
};

/** What this person keeps, with what waits in each. */
export async function ownImplementations(
  userId: string,
  locale: Locale,
): Promise<OwnImplementation[]> {
  const rows = await db().implementation.findMany({
    where: { ownerId: userId },
    include: { ...parts, edition: true },
    orderBy: [{ edition: { code: "desc" } }, { publicNo: "asc" }],
  });
  const found: OwnImplementation[] = [];
  for (const row of rows) {
    const winner = (await followedWinners(row.edition)).find(
      ({ publicNo }) => publicNo === row.publicNo,
    );
    if (!winner) continue;
    const { code } = row.edition;
    const facts: OwnerFacts = { ...publicView(row), today: todayIn(row.edition) };
    found.push({
      code,
      publicNo: row.publicNo,
      title: inLocale(titlesOf(winner), locale),
      status: row.status,
      tasks: ownerTasks(code, facts),
    });
  }
  return found;
}

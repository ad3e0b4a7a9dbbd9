import { randomUUID } from "node:crypto";
import type { Phase } from "#app/domain/phase.ts";
import {
  db,
  type Edition,
  type Juror,
  type Prisma,
  type Proposal,
  type User,
} from "#app/platform/db.server.ts";
import { asOwner } from "#tests/support/owner.ts";
import { anOutsider, aPerson } from "./person.ts";

// An edition in the hands of its jury, put into the database as it stands, and the people of the
// tests: Carla organises, Dario presides (internal), Bruno and Gina come from outside, Elena is
// internal, Ada is an employee like any other.

export type Judging = {
  edition: Edition;
  carla: User;
  proposals: Proposal[];
  /** jurors by first name */
  jury: Record<JurorName, Juror & { user: User }>;
};
export type JurorName = "dario" | "bruno" | "elena" | "gina";

type Options = {
  phase?: Phase;
  proposals?: number;
  /** proposals without a verdict are to be screened */
  cleared?: boolean;
  /** who judges which numbers; by default everybody everything */
  assigned?: Partial<Record<JurorName, number[]>> | "all" | "none";
  changes?: Partial<Prisma.EditionUncheckedCreateInput>;
};

const at = new Date("2027-05-01T08:00:00Z");

/** The criteria of every edition here: 60 % impact, 40 % cost, 0 to 5. */
export const criteria = [
  { key: "impact", weight: 60, maxScore: 5 },
  { key: "cost", weight: 40, maxScore: 5 },
];

/**
 * Put there by the owner of the database, since in a later phase nothing of it could be written any
 * more.
 */
export async function judging({
  phase = "scoring",
  proposals = 4,
  cleared = true,
  assigned = "all",
  changes = {},
}: Options = {}): Promise<Judging> {
  const carla = await aPerson({ name: "Carla", surname: "Rossi" });
  const edition = await asOwner((tx) =>
    tx.edition.create({
      data: {
        code: `e-${randomUUID().slice(0, 8)}`,
        phase,
        // nothing here is sealed, so no custodian has anything to sign
        quorum: phase === "preparation" ? 3 : 0,
        jurorsPerProposal: 2,
        minInternal: 1,
        minExternal: 1,
        texts: { it: { name: "Idee in Comune" }, en: { name: "Ideas" } },
        ...changes,
        roles: { create: { userId: carla.id, kind: "ORGANISER" } },
        categories: {
          create: [
            { key: "environment", position: 1, name: { it: "Ambiente", en: "Environment" } },
            { key: "informatics", position: 2, name: { it: "Informatica", en: "Informatics" } },
          ],
        },
        criteria: {
          create: criteria.map((criterion, i) => ({
            ...criterion,
            position: i + 1,
            name: { it: criterion.key, en: criterion.key },
            anchors: {
              "0": { it: "Per nulla", en: "Not at all" },
              "5": { it: "Del tutto", en: "Fully" },
            },
          })),
        },
      },
    }),
  );
  const rows: Proposal[] = [];
  for (let no = 1; no <= proposals; no += 1)
    rows.push(await aProposal(edition, no, cleared ? carla : null));
  const jury = {
    dario: await aJuror(edition, await aPerson({ name: "Dario", surname: "Chiari" }), {
      chair: true,
    }),
    bruno: await aJuror(edition, await anOutsider({ name: "Bruno", surname: "Conti" }), {
      kind: "EXTERNAL",
    }),
    elena: await aJuror(edition, await aPerson({ name: "Elena", surname: "Villa" }), {}),
    gina: await aJuror(edition, await anOutsider({ name: "Gina", surname: "Serra" }), {
      kind: "EXTERNAL",
    }),
  };
  const numbers = rows.map(({ publicNo }) => publicNo ?? 0);
  for (const [name, juror] of Object.entries(jury) as [JurorName, Juror][]) {
    const own = assigned === "none" ? [] : assigned === "all" ? numbers : (assigned[name] ?? []);
    await db().assignment.createMany({
      data: own.map((no) => ({ jurorId: juror.id, proposalId: rows[no - 1]!.id })),
    });
  }
  return { edition, carla, proposals: rows, jury };
}

/** A proposal whose every text can be searched for. */
export async function aProposal(
  edition: Edition,
  publicNo: number,
  clearedBy: User | null,
): Promise<Proposal> {
  const says = (field: string) => `${field}-della-proposta-${publicNo}`;
  return asOwner((tx) =>
    tx.proposal.create({
      data: {
        id: randomUUID(),
        editionId: edition.id,
        publicNo,
        locale: "it",
        title: says("titolo"),
        summary: says("sommario"),
        problem: says("problema"),
        solution: says("soluzione"),
        beneficiaries: says("chi"),
        benefit: says("beneficio"),
        resource: "",
        horizon: "short",
        staff: "",
        cost: "",
        sustainability: "",
        categories: [publicNo % 2 ? "environment" : "informatics"],
        goals: [],
        contentHash: new Uint8Array(32),
        ...(clearedBy
          ? { screening: { create: { verdict: "CLEARED", actorId: clearedBy.id, at } } }
          : {}),
      },
    }),
  );
}

/** A juror who accepted and declared, unless told otherwise. */
export async function aJuror(
  edition: Edition,
  user: User,
  changes: Partial<Prisma.JurorUncheckedCreateInput>,
): Promise<Juror & { user: User }> {
  await db().role.create({ data: { editionId: edition.id, userId: user.id, kind: "JUROR" } });
  return db().juror.create({
    data: {
      editionId: edition.id,
      userId: user.id,
      kind: "INTERNAL",
      state: "ACCEPTED",
      confirmedOwn: true,
      expertise: { environment: 1, informatics: 0 },
      ...changes,
    },
    include: { user: true },
  });
}

/**
 * Delivers sheets: `[impact, cost]` by number. Comments name who wrote them, so that a leak can be
 * found.
 */
export async function delivers(
  j: Judging,
  name: JurorName,
  scores: Record<number, [number, number]>,
): Promise<void> {
  const juror = j.jury[name];
  await asOwner((tx) =>
    tx.scoreSheet.createMany({
      data: Object.entries(scores).map(([no, [impact, cost]]) => ({
        jurorId: juror.id,
        proposalId: j.proposals[Number(no) - 1]!.id,
        version: 1,
        scores: { impact, cost },
        authorId: juror.userId,
        at,
        commentProposer: `commento-di-${name}-a-chi-propone-${no}`,
        commentJury: `commento-di-${name}-alla-giuria-${no}`,
      })),
    }),
  );
  await db().juror.update({ where: { id: juror.id }, data: { confirmedAt: at } });
}

/** Keeps a draft, complete unless told otherwise. */
export async function drafts(
  j: Judging,
  name: JurorName,
  no: number,
  scores: Record<string, number> = { impact: 3, cost: 3 },
): Promise<void> {
  await db().scoreDraft.create({
    data: {
      jurorId: j.jury[name].id,
      proposalId: j.proposals[no - 1]!.id,
      version: 1,
      scores,
      commentProposer: `bozza-di-${name}-a-chi-propone-${no}`,
      commentJury: `bozza-di-${name}-alla-giuria-${no}`,
      savedAt: at,
    },
  });
}

export async function enters(j: Judging, phase: Phase): Promise<void> {
  j.edition = await asOwner((tx) =>
    tx.edition.update({ where: { id: j.edition.id }, data: { phase } }),
  );
}

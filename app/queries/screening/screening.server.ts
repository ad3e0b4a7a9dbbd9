import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { Verdict } from "#app/domain/screening/screening.ts";
import { refuse } from "#app/domain/refusal.ts";
import { textFieldNames } from "#app/domain/proposal/proposal.ts";
import { excerptsIn, marksIn } from "#app/domain/self-identification/guard.ts";
import type { Excerpt } from "#app/domain/self-identification/mark.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { guardIndex } from "#app/platform/guard-index.server.ts";
import { pdfText } from "#app/platform/files/pdf-text.server.ts";
import { fileAt, filesOf, type StoredFile } from "#app/queries/proposal/attachments.server.ts";
import { type DialogueCount, dialogueCounts, dialogueOn } from "./dialogue.server.ts";
import { hiddenFrom } from "./hidden-proposals.server.ts";
import { forJurors } from "#app/queries/scoring/jurors-text.server.ts";

export type ScreeningRow = {
  no: number;
  title: string;
  locale: string;
  verdict: Verdict | null;
  reason: string;
  /** what was asked and answered, as far as organisers read it */ dialogue: DialogueCount | null;
};

/**
 * Proposals by number with what was decided, without those this organiser is in conflict with;
 * before closing nobody reads any, so there is none.
 */
export async function screeningList(
  userId: string,
  edition: Pick<Edition, "id" | "timeZone">,
): Promise<ScreeningRow[]> {
  const dialogues = await dialogueCounts(edition);
  const hidden = await hiddenFrom(userId, edition.id);
  const rows = await db().proposal.findMany({
    where: {
      editionId: edition.id,
      withdrawn: false,
      publicNo: { not: null },
      id: { notIn: [...hidden] },
    },
    select: {
      publicNo: true,
      title: true,
      locale: true,
      screening: { select: { verdict: true, reason: true } },
    },
    orderBy: { publicNo: "asc" },
  });
  return rows.map(({ publicNo, title, locale, screening }) => ({
    no: publicNo ?? 0,
    title,
    locale,
    verdict: screening?.verdict ?? null,
    reason: screening?.reason ?? "",
    dialogue: dialogues.get(publicNo ?? 0) ?? null,
  }));
}

/** A proposal's text, without anything that is not for judging. */
export type ProposalContent = Awaited<ReturnType<typeof contentOf>>;

/** What is read of a proposal; no field that could lead to a person exists in it. */
export const contentFields = {
  locale: true,
  title: true,
  summary: true,
  problem: true,
  solution: true,
  beneficiaries: true,
  benefit: true,
  resource: true,
  horizon: true,
  staff: true,
  cost: true,
  sustainability: true,
  categories: true,
  goals: true,
} as const;

const hiddenPassages = {
  select: { id: true, field: true, start: true, end: true, reason: true },
  orderBy: { start: "asc" },
} as const;

async function contentOf(userId: string, editionId: string, publicNo: number) {
  const proposal = await db().proposal.findUnique({
    where: { editionId_publicNo: { editionId, publicNo }, withdrawn: false },
    select: {
      id: true,
      ...contentFields,
      hidden: hiddenPassages,
      screening: { select: { verdict: true, reason: true } },
    },
  });
  if (!proposal || (await hiddenFrom(userId, editionId)).has(proposal.id))
    throw refuse("not-found");
  return proposal;
}

/**
 * One proposal to screen, with what in it may say who wrote it, what is hidden, and where to go on;
 * refuses not-found.
 */
export async function screeningPage(
  userId: string,
  edition: Pick<Edition, "id" | "timeZone">,
  publicNo: number,
) {
  const { id, screening, hidden, ...content } = await contentOf(userId, edition.id, publicNo);
  const list = await screeningList(userId, edition);
  const knows = await guardIndex();
  const marks = textFieldNames.flatMap((field) =>
    marksIn(content[field], knows).map((mark) => ({ field, ...mark })),
  );
  return {
    no: publicNo,
    content,
    files: await filesOf(id),
    forJurors: forJurors({ ...content, hidden }),
    marks,
    hidden,
    screening,
    next: nextUnscreened(list, publicNo),
    left: list.filter(({ verdict }) => verdict === null).length,
    categories: await categoryNames(edition.id),
    dialogue: await dialogueOn(edition, publicNo),
  };
}

/** A file of a proposal to screen; refuses not-found. */
export async function screenedFile(
  userId: string,
  editionId: string,
  publicNo: number,
  position: number,
): Promise<StoredFile> {
  return fileAt((await contentOf(userId, editionId, publicNo)).id, position);
}

/** What in the text of a document may say who wrote it; nothing in a picture. Refuses not-found. */
export async function passagesOfFile(
  userId: string,
  editionId: string,
  publicNo: number,
  position: number,
): Promise<Excerpt[]> {
  const { kind, bytes } = await screenedFile(userId, editionId, publicNo, position);
  return kind === "pdf" ? excerptsIn(await pdfText(bytes), await guardIndex()) : [];
}

/** The next proposal without a verdict after this one, beginning again at the first. */
function nextUnscreened(list: ScreeningRow[], after: number): number | null {
  const waiting = list
    .filter(({ verdict, no }) => verdict === null && no !== after)
    .map(({ no }) => no);
  return waiting.find((no) => no > after) ?? waiting[0] ?? null;
}

/** The edition's categories with their names. */
export async function categoryNames(
  editionId: string,
): Promise<{ key: string; name: Localised }[]> {
  const rows = await db().category.findMany({
    where: { editionId },
    select: { key: true, name: true },
    orderBy: { position: "asc" },
  });
  return rows.map(({ key, name }) => ({ key, name: localised.parse(name) }));
}

import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { callItem, closeMeeting, noteItem, openMeeting, recordPresence, setAgenda } from "#app/commands/meeting.server.ts";
import { addRemark, signMinutes } from "#app/commands/meeting-minutes.server.ts";
import { recordVote } from "#app/commands/meeting-vote.server.ts";
import { enterPhase } from "#app/commands/phase.server.ts";
import { minutesPage } from "#app/queries/meeting-minutes.server.ts";
import { publishedSchema } from "#app/domain/publication.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { freezeConfirmed, judgeAll, signAndOpen } from "#tests/factories/frozen-edition.ts";
import { openAll, publish } from "#tests/factories/published-edition.ts";
import { content, type Deposited, depositBy, employee, openEdition, type SealedEdition } from "#tests/factories/sealed-edition.ts";
import { visit, visitAll } from "#tests/support/public-pages.ts";

type Held = { sealed: SealedEdition; deposited: Deposited[]; chair: User };

/** Of five proposals the first wins and two ranks are published; a meeting discussed all, voted on 1 and 5, and was signed. */
async function published({ publishesMinutes = true, signed = true } = {}): Promise<Held> {
  const sealed = await openEdition();
  const { edition, organiser } = sealed;
  await db().edition.update({ where: { id: edition.id }, data: { publishesMinutes, publishedDepth: 2 } });
  const deposited: Deposited[] = [];
  for (let i = 0; i < 5; i += 1) deposited.push(await depositBy(await employee(), sealed, content({ title: `Idea ${i}`, categories: ["environment"] })));
  await judgeAll(sealed, 1, { scores: (no) => ({ impact: 6 - no, cost: 6 - no }) });
  await enterPhase(organiser.id, edition.id, "deliberation");
  const jurors = await db().juror.findMany({ where: { editionId: edition.id }, include: { user: true }, orderBy: { chair: "desc" } });
  const at = { userId: organiser.id, edition, number: 1 };
  await openMeeting(organiser.id, edition.id);
  await recordPresence(at, jurors.map(({ userId }) => userId));
  await setAgenda(at, { choice: "hand", numbers: [1, 2, 3, 4, 5], threshold: 0, order: "rank" });
  for (const no of [1, 5]) {
    await callItem(at, no);
    await noteItem(at, { publicNo: no, note: `nota-${no}`, before: "" });
    await recordVote(at, { publicNo: no, matter: `quesito-${no}`, choice: Object.fromEntries(jurors.map(({ userId }) => [userId, "favour" as const])), inFavour: 0, against: 0, abstained: 0 });
  }
  await closeMeeting(at);
  await addRemark(at, { hash: (await minutesPage(organiser.id, { ...edition, phase: "deliberation" }, 1)).hash, text: "osservazione-riservata" });
  const chair = jurors[0]!.user;
  const { hash } = await minutesPage(organiser.id, { ...edition, phase: "deliberation" }, 1);
  await signMinutes(at, hash); // there is no secretary
  if (signed) await signMinutes({ ...at, userId: chair.id }, hash);
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
  await openAll({ sealed });
  await publish({ sealed, deposited }, {});
  return { sealed, deposited, chair };
}

const at = ({ sealed }: Held, locale = "it") => ({ locale, code: sealed.edition.code, no: "1" });
const page = "editions/:code/minutes/:no";

describe("minutes are published", () => {
  it("as an extract of what is published of the ranking: numbers, without words, names of voters, or anything of the others", async () => {
    const held = await published();
    const { results } = await db().publication.findUniqueOrThrow({ where: { editionId: held.sealed.edition.id } });
    const [minutes] = publishedSchema.parse(results).minutes;
    expect(minutes!.withheld).toBe(3);
    expect(minutes!.facts.items.map(({ no, title, note, sheets }) => [no, title, note, sheets.length])).toEqual([[1, "", "", 2], [2, "", "", 2]]);
    expect(minutes!.facts.ranking?.rows.map(({ no, rank }) => [no, rank])).toEqual([[1, 1], [2, 2]]);
    expect(minutes!.facts.votes).toMatchObject([{ no: 1, matter: "quesito-1", inFavour: 2, byName: [] }]);
    expect(minutes!.signed.signatures.map(({ capacity, name }) => [capacity, name])).toContainEqual(["CHAIR", `${held.chair.name} ${held.chair.surname}`]);
    const everything = (await visitAll(held.sealed.edition.code, [1, 2, 3, 4, 5])).map(({ bytes }) => bytes).join("\n");
    expect(everything).toContain("quesito-1"); // the search finds what is there
    const { json } = await db().meetingMinutes.findFirstOrThrow({ where: { meeting: { editionId: held.sealed.edition.id } }, orderBy: { version: "desc" } });
    const salt = (JSON.parse(json) as { salt: string }).salt;
    for (const kept of ["quesito-5", "nota-1", "nota-5", "osservazione-riservata", salt]) expect([kept, json.includes(kept), everything.includes(kept)]).toEqual([kept, true, false]);
  });

  it("on a page and as a PDF in both languages, linked from the results", async () => {
    const held = await published();
    for (const locale of ["it", "en"]) {
      expect(await visit(page, at(held, locale))).toMatchObject({ status: 200 });
      const pdf = await visit(`${page}/pdf`, at(held, locale));
      expect([pdf.status, pdf.headers.get("Content-Type"), pdf.bytes.slice(0, 8)]).toEqual([200, "application/pdf", "%PDF-1.7"]);
      expect((await visit(page, { ...at(held, locale), no: "2" })).status).toBe(404);
    }
    expect((await visit("editions/:code/results", at(held))).bytes).toContain(`"minutes":[{`);
  });

  it("only where the edition's rules publish them, and only those that both signed", async () => {
    for (const held of [await published({ publishesMinutes: false }), await published({ signed: false })]) {
      for (const path of [page, `${page}/pdf`]) expect((await visit(path, at(held))).status).toBe(404);
      expect((await visit("editions/:code/results", at(held))).bytes).toContain(`"minutes":[]`);
    }
  });
});

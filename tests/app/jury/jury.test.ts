import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import {
  declareConflicts,
  acceptMembership,
  declineMembership,
} from "#app/commands/jury/juror-membership.server.ts";
import {
  appointChair,
  appointJuror,
  inviteJuror,
  removeJuror,
  resendInvitation,
} from "#app/commands/jury/jury.server.ts";
import { appointSecretary, removeSecretary } from "#app/commands/jury/jury-secretary.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { issuePasses } from "#app/commands/passes/passes.server.ts";
import { toText } from "#app/domain/assignment/board.ts";
import { assignmentPage, planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { releaseJuror } from "#app/commands/jury/juror-leaving.server.ts";
import { action as replace } from "#app/routes/area/manage/jury/replacement.tsx";
import { whyNotAccept, whyNotDeclare } from "#app/domain/jury/jury.ts";
import { whyNot } from "#app/domain/edition/guards.ts";
import { phases } from "#app/domain/phase.ts";
import { linkPlaceholder } from "#app/platform/mail/outbox.server.ts";
import { db } from "#app/platform/db.server.ts";
import {
  action as conflictsAction,
  loader as conflictsPage,
} from "#app/routes/area/jury/conflicts.tsx";
import { action as deskAction, loader as desk } from "#app/routes/area/jury/desk.tsx";
import { action as appoint, loader as juryPage } from "#app/routes/area/manage/jury/page.tsx";
import { aJuror, delivers, drafts, judging } from "#tests/factories/judging.ts";
import { anOutsider, aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";
import { asOwner } from "#tests/support/owner.ts";
import { interleaved, personHeld } from "#tests/support/race.ts";

const outsider = {
  name: "Bruno",
  surname: "Conti",
  email: "bruno.conti@university.example",
  locale: "en" as const,
  chair: false,
};

describe("appointing an employee", () => {
  it("makes a juror who has not answered, a role, a mail and an audit row", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson();
    await appointJuror(carla.id, edition, { userId: ada.id, chair: true });
    expect(
      await db().juror.findUnique({
        where: { editionId_userId: { editionId: edition.id, userId: ada.id } },
      }),
    ).toMatchObject({ kind: "INTERNAL", state: "INVITED", chair: true });
    expect(await db().role.findMany({ where: { userId: ada.id } })).toEqual([
      { editionId: edition.id, userId: ada.id, kind: "JUROR" },
    ]);
    expect(await db().outboxMail.findMany({ where: { userId: ada.id } })).toMatchObject([
      { toAddress: ada.email, locale: "it", subject: "Invito in giuria: Idee in Comune" },
    ]);
    expect(
      await db().auditEntry.findMany({
        where: { editionId: edition.id },
        select: { action: true },
      }),
    ).toEqual([{ action: "juror.invited" }]);
    expect(await db().juror.count({ where: { editionId: edition.id, chair: true } })).toBe(1);
  });

  it.each(["ORGANISER", "CUSTODIAN"] as const)(
    "is refused for an %s of the edition",
    async (kind) => {
      const { edition, carla } = await judging({ phase: "screening" });
      const ada = await aPerson();
      await db().role.create({ data: { editionId: edition.id, userId: ada.id, kind } });
      await expectRefused(
        appointJuror(carla.id, edition, { userId: ada.id, chair: false }),
        "holds-other-role",
      );
    },
  );

  it("is refused for whoever has received passes of this edition, with the word why, and not for passes of another", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const [ada, elsewhere] = [await aPerson(), (await judging()).edition];
    const activation = { userId: ada.id, requestHash: new Uint8Array(32) };
    await db().activation.create({ data: { editionId: edition.id, ...activation } });
    expect(
      await refusalOf(appointJuror(carla.id, edition, { userId: ada.id, chair: false })),
    ).toEqual({ code: "holds-pass", field: "userId" });
    const eva = await aPerson({ name: "Eva" });
    await db().activation.create({
      data: { editionId: elsewhere.id, userId: eva.id, requestHash: new Uint8Array(32) },
    });
    await appointJuror(carla.id, edition, { userId: eva.id, chair: false });
  });

  it("never lets one person become juror and proposer at once", async () => {
    const { edition, carla } = await judging({ phase: "announced" });
    const ada = await aPerson();
    const appointed = interleaved({
      hold: personHeld(ada.id),
      act: () => appointJuror(carla.id, edition, { userId: ada.id, chair: false }),
      meanwhile: (tx) =>
        tx.activation.create({
          data: { editionId: edition.id, userId: ada.id, requestHash: new Uint8Array(32) },
        }),
    });
    await expectRefused(appointed, "holds-pass");
    const eva = await aPerson({ name: "Eva" });
    await appointJuror(carla.id, edition, { userId: eva.id, chair: false });
    const asked = issuePasses(eva.id, {
      editionId: edition.id,
      blinded: [],
      holderPublicKey: new Uint8Array(32),
    });
    // no keys in this edition: the role alone is tried in the tests of the seal
    await expect(asked).rejects.toThrow();
  });

  it("is refused for an inactive account, an unknown person and somebody from outside", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const gone = await aPerson({ active: false });
    await expectRefused(
      appointJuror(carla.id, edition, { userId: gone.id, chair: false }),
      "account-inactive",
    );
    await expectRefused(
      appointJuror(carla.id, edition, { userId: edition.id, chair: false }),
      "not-found",
    );
    await expectRefused(
      appointJuror(carla.id, edition, { userId: (await anOutsider()).id, chair: false }),
      "not-found",
    );
  });

  it("counts once when two organisers do it at once", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson();
    const ends = await Promise.allSettled(
      [1, 2, 3].map(() => appointJuror(carla.id, edition, { userId: ada.id, chair: false })),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      ends.flatMap((end) => (end.status === "rejected" ? [end.reason.refusal.code] : [])),
    ).toEqual(["duplicate", "duplicate"]);
    expect(await db().outboxMail.count({ where: { userId: ada.id } })).toBe(1);
  });

  it.each(["deliberation", "frozen", "published"] as const)("is too late in %s", async (phase) => {
    const { edition, carla } = await judging({ phase });
    await expectRefused(
      appointJuror(carla.id, edition, { userId: (await aPerson()).id, chair: false }),
      "too-late",
    );
  });
});

describe("the secretary of the jury", () => {
  const secretaries = (editionId: string) =>
    db().role.findMany({ where: { editionId, kind: "SECRETARY" }, select: { userId: true } });

  it("is an employee who writes the minutes and does not judge", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson();
    await ask(appoint, {
      as: carla,
      params: { edition: edition.code },
      form: { userId: ada.id, as: "secretary" },
    });
    expect(await secretaries(edition.id)).toEqual([{ userId: ada.id }]);
    expect(await db().juror.count({ where: { editionId: edition.id, userId: ada.id } })).toBe(0);
    expect(await db().outboxMail.findMany({ where: { userId: ada.id } })).toMatchObject([
      { subject: "Segreteria della giuria: Idee in Comune" },
    ]);
  });

  it("takes no part in the race, also after having been exchanged", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const [ada, eva] = [await aPerson(), await aPerson({ name: "Eva" })];
    await appointSecretary(carla.id, edition, { userId: ada.id });
    await appointSecretary(carla.id, edition, { userId: eva.id });
    expect(await secretaries(edition.id)).toEqual([{ userId: eva.id }]);
    expect(await db().formerRole.findMany({ where: { editionId: edition.id } })).toEqual([
      { editionId: edition.id, userId: ada.id, kind: "SECRETARY" },
    ]);
    await removeSecretary(carla.id, edition.id);
    expect(await secretaries(edition.id)).toEqual([]);
    await expectRefused(removeSecretary(carla.id, edition.id), "not-found");
  });

  it("has no other role and has not proposed", async () => {
    const { edition, carla, jury } = await judging({ phase: "screening" });
    await expectRefused(
      appointSecretary(carla.id, edition, { userId: jury.dario.userId }),
      "duplicate",
    );
    await expectRefused(
      appointSecretary(carla.id, edition, { userId: carla.id }),
      "holds-other-role",
    );
    const ada = await aPerson();
    await db().activation.create({
      data: { editionId: edition.id, userId: ada.id, requestHash: new Uint8Array(32) },
    });
    expect(await refusalOf(appointSecretary(carla.id, edition, { userId: ada.id }))).toEqual({
      code: "holds-pass",
      field: "userId",
    });
    await appointSecretary(carla.id, edition, {
      userId: ada.id,
      declaration: "Non ho partecipato e non partecipo.",
    });
  });

  it("can be exchanged in deliberation, and no longer once the ranking is frozen", async () => {
    const { edition, carla } = await judging({ phase: "deliberation" });
    await appointSecretary(carla.id, edition, { userId: (await aPerson()).id });
    const frozen = await judging({ phase: "frozen" });
    await expectRefused(
      appointSecretary(frozen.carla.id, frozen.edition, { userId: (await aPerson()).id }),
      "too-late",
    );
  });
});

describe("the rules of the edition for its jury", () => {
  it("are shown with what is lacking, and block the scoring", async () => {
    const { edition, carla } = await judging({
      phase: "screening",
      changes: { jurySecretary: true, juryOdd: true, juryExternalShare: 60 },
    });
    const shown = (await ask(juryPage, { as: carla, params: { edition: edition.code } })).value as {
      lacks: { key: string }[];
    };
    expect(shown.lacks.map(({ key }) => key)).toEqual([
      "jury-secretary",
      "jury-odd",
      "jury-external-share",
    ]);
    const blocked = whyNot("scoring", await editionFacts(edition.id)).map(({ key }) => key);
    expect(blocked).toEqual(
      expect.arrayContaining(["jury-secretary", "jury-odd", "jury-external-share"]),
    );
  });

  it("can forbid a jury before closing", async () => {
    const { edition, carla } = await judging({
      phase: "open",
      assigned: "none",
      changes: { juryAfterClosing: true },
    });
    await expectRefused(
      appointJuror(carla.id, edition, { userId: (await aPerson()).id, chair: false }),
      "too-early",
    );
    await expectRefused(inviteJuror(carla.id, edition, outsider), "too-early");
    await expectRefused(
      appointSecretary(carla.id, edition, { userId: (await aPerson()).id }),
      "too-early",
    );
  });
});

describe("inviting an expert from outside", () => {
  it("makes an account without password and a mail whose link is made while sending", async () => {
    const { edition, carla } = await judging({ phase: "preparation" });
    await inviteJuror(carla.id, edition, outsider);
    const user = await db().user.findUniqueOrThrow({
      where: { email: outsider.email },
      include: { jurors: true, links: true },
    });
    expect(user).toMatchObject({
      staffNumber: null,
      passwordHash: null,
      locale: "en",
      jurors: [{ kind: "EXTERNAL", state: "INVITED" }],
      links: [],
    });
    const [mail] = await db().outboxMail.findMany({ where: { userId: user.id } });
    expect(mail).toMatchObject({ locale: "en", subject: "Invitation to the jury: Ideas" });
    expect(mail?.text).toContain(linkPlaceholder);
  });

  it("uses the account there is, and then links to the page", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const bruno = await anOutsider({ passwordHash: "x" });
    await inviteJuror(carla.id, edition, { ...outsider, email: bruno.email });
    const [mail] = await db().outboxMail.findMany({ where: { userId: bruno.id } });
    expect(mail?.text).toContain(`/area/jury/${edition.code}`);
    expect(mail?.text).not.toContain(linkPlaceholder);
  });

  it("is refused for the address of an employee", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson();
    expect(
      await refusalOf(inviteJuror(carla.id, edition, { ...outsider, email: ada.email })),
    ).toEqual({ code: "duplicate", field: "email" });
  });

  it("leaves nothing behind when it is refused", async () => {
    const { edition, carla } = await judging({ phase: "deliberation" });
    await expectRefused(
      inviteJuror(carla.id, edition, { ...outsider, email: "nobody@university.example" }),
      "too-late",
    );
    expect(await db().user.count({ where: { email: "nobody@university.example" } })).toBe(0);
  });
});

describe("the jury as organisers keep it", () => {
  it("has one chair, who can be exchanged", async () => {
    const { edition, carla, jury } = await judging({ phase: "screening" });
    await appointChair(carla.id, edition.id, jury.elena.id);
    expect(
      await db().juror.findMany({
        where: { editionId: edition.id, chair: true },
        select: { id: true },
      }),
    ).toEqual([{ id: jury.elena.id }]);
  });

  it("lets nobody go who has proposals", async () => {
    const { edition, carla, jury } = await judging({
      phase: "screening",
      assigned: { bruno: [1] },
    });
    await expectRefused(removeJuror(carla.id, edition.id, jury.bruno.id), "in-use");
    await removeJuror(carla.id, edition.id, jury.gina.id);
    expect(
      await db().role.count({ where: { editionId: edition.id, userId: jury.gina.userId } }),
    ).toBe(0);
  });

  it("replaces a juror in the middle of the work: delivered sheets stay, the rest goes to the successor, and nobody else is touched", async () => {
    const j = await judging({
      phase: "scoring",
      proposals: 3,
      assigned: { dario: [1, 2, 3], bruno: [1, 2, 3] },
    });
    const { bruno, dario } = j.jury;
    await delivers(j, "bruno", { 1: [4, 4] });
    await drafts(j, "bruno", 2);
    await ask(replace, {
      as: j.carla,
      params: { edition: j.edition.code, juror: bruno.id },
      form: { reason: "Si è ammalato" },
    });
    expect(await db().juror.findUnique({ where: { id: bruno.id } })).toMatchObject({
      state: "DECLINED",
      leftAt: expect.any(Date),
      declineReason: "Si è ammalato",
    });
    expect(
      await db().role.count({ where: { userId: bruno.userId, editionId: j.edition.id } }),
    ).toBe(0);
    expect(await db().formerRole.findMany({ where: { userId: bruno.userId } })).toMatchObject([
      { kind: "JUROR" },
    ]);
    expect(await db().scoreDraft.count({ where: { jurorId: bruno.id } })).toBe(0);
    const successor = await aJuror(j.edition, await anOutsider({ name: "Ugo", surname: "Neri" }), {
      kind: "EXTERNAL",
    });
    const { board } = await assignmentPage(j.carla.id, j.edition.id);
    const plan = await planAssignment(j.carla.id, j.edition.id, {
      pair: board.pairs.map(toText),
      keep: "checked",
    });
    const of = (id: string) =>
      (plan.kind === "assigned" ? plan.pairs : []).flatMap(([no, juror]) =>
        juror === id ? [no] : [],
      );
    expect([of(dario.id), of(bruno.id)]).toEqual([["1", "2", "3"], ["1"]]);
    expect([...of(successor.id), ...of(j.jury.gina.id)].sort()).toEqual(["2", "3"]);
    expect(whyNot("deliberation", await editionFacts(j.edition.id)).map(({ key }) => key)).toEqual([
      "unconfirmed",
      "understaffed",
      "lack-external",
    ]); // bruno himself holds nobody up
  });

  it("replaces nobody who has not said yes, nor once deliberation has begun", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const silent = await aJuror(edition, await anOutsider(), { state: "INVITED" });
    await expectRefused(releaseJuror(carla.id, edition.id, silent.id, "x"), "not-found");
    const late = await judging({ phase: "deliberation" });
    await expectRefused(
      releaseJuror(late.carla.id, late.edition.id, late.jury.bruno.id, "x"),
      "too-late",
    );
  });

  it("sends an invitation again only to whoever has not answered, and not to another edition's juror", async () => {
    const { edition, carla, jury } = await judging({ phase: "screening" });
    await expectRefused(resendInvitation(carla.id, edition, jury.bruno.id), "already-confirmed");
    await expectRefused(
      resendInvitation(carla.id, edition, (await judging()).jury.bruno.id),
      "not-found",
    );
    const silent = await aJuror(edition, await anOutsider(), { state: "INVITED" });
    await resendInvitation(carla.id, edition, silent.id);
    expect(await db().outboxMail.count({ where: { userId: silent.userId } })).toBe(1);
  });

  it("finds staff by parts of names and by number, whatever the case, and does not tell who holds passes", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson({ name: "Zeffirino", surname: "D'Angiò", staffNumber: "Z-77" });
    await aPerson({ name: "Zeffirino", surname: "Ferri", active: false });
    await db().activation.create({
      data: { editionId: edition.id, userId: ada.id, requestHash: new Uint8Array(32) },
    });
    for (const search of ["zeff d'ang", "z-77", "ANGIÒ"]) {
      const { value } = await ask(juryPage, {
        as: carla,
        params: { edition: edition.code },
        search: `?search=${encodeURIComponent(search)}`,
      });
      expect((value as { matches: unknown }).matches).toEqual([
        { id: ada.id, name: "Zeffirino D'Angiò", unit: "Biblioteche", staffNumber: "Z-77" },
      ]);
    }
  });

  it("answers an impossible form with a refusal", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    expect(
      await ask(appoint, { as: carla, params: { edition: edition.code }, form: { userId: "x" } }),
    ).toMatchObject({ status: 400, value: { refusal: { code: "invalid" } } });
  });
});

describe("the answer of a juror", () => {
  it("is yes with their own limit and what one knows, of this edition's categories only", async () => {
    const { edition } = await judging({ phase: "screening" });
    const juror = await aJuror(edition, await anOutsider(), { state: "INVITED", expertise: {} });
    const answer = await ask(deskAction, {
      as: juror.user,
      params: { edition: edition.code },
      form: { maxLoad: "7", "expertise.environment": "2", "expertise.cooking": "2" },
    });
    expect(answer.location).toBe(`/area/jury/${edition.code}?done=accepted`);
    expect(await db().juror.findUnique({ where: { id: juror.id } })).toMatchObject({
      state: "ACCEPTED",
      maxLoad: 7,
      expertise: { environment: 2, informatics: 0 },
    });
  });

  it("names the field that is wrong", async () => {
    const { edition, jury } = await judging({ phase: "screening", assigned: "none" });
    const as = jury.bruno.user;
    expect(
      await ask(deskAction, { as, params: { edition: edition.code }, form: { maxLoad: "0" } }),
    ).toMatchObject({
      status: 400,
      value: { result: { error: { maxLoad: ["too-small?min=1"] } } },
    });
    expect(
      await ask(deskAction, {
        as,
        params: { edition: edition.code },
        form: { "expertise.environment": "9" },
      }),
    ).toMatchObject({ status: 400 });
  });

  it("is no with a reason, which ends the role; who declined may be asked again", async () => {
    const { edition, carla } = await judging({ phase: "screening" });
    const ada = await aPerson();
    await appointJuror(carla.id, edition, { userId: ada.id, chair: true });
    await declineMembership(ada.id, edition.id, "Sono in ferie.");
    const juror = () =>
      db().juror.findUniqueOrThrow({
        where: { editionId_userId: { editionId: edition.id, userId: ada.id } },
      });
    expect(await juror()).toMatchObject({
      state: "DECLINED",
      declineReason: "Sono in ferie.",
      chair: false,
    });
    expect((await ask(desk, { as: ada, params: { edition: edition.code } })).status).toBe(404);
    await appointJuror(carla.id, edition, { userId: ada.id, chair: false });
    expect(await juror()).toMatchObject({ state: "INVITED", declineReason: "" });
  });

  it("stands once proposals are assigned", async () => {
    const { edition, jury } = await judging({ phase: "scoring" });
    await expectRefused(
      acceptMembership(jury.bruno.userId, edition.id, { expertise: {}, maxLoad: 1 }),
      "in-use",
    );
    await expectRefused(declineMembership(jury.bruno.userId, edition.id, "Basta."), "in-use");
  });

  it("may be given in every phase before deliberation", () => {
    const may = phases.filter(
      (phase) => whyNotAccept({ phase, state: "INVITED", assigned: 0, declared: false }) === null,
    );
    expect(may).toEqual(["preparation", "announced", "open", "screening", "scoring"]);
  });
});

describe("declaring conflicts", () => {
  const form = { lookedAtAll: "on" };

  it("replaces what was declared before, takes back assignments in conflict, and closes with the word on all", async () => {
    const { edition, jury, proposals } = await judging({ phase: "screening" });
    await db().juror.update({ where: { id: jury.bruno.id }, data: { confirmedOwn: false } });
    await declareConflicts(jury.bruno.userId, edition.id, {
      conflicts: [{ publicNo: 1, kind: "family", reason: "" }],
    });
    const answer = await ask(conflictsAction, {
      as: jury.bruno.user,
      params: { edition: edition.code },
      form: {
        ...form,
        "kind.2": "lineManagement",
        "kind.3": "other",
        "note.3": "Ho scritto con l'ufficio.",
        "kind.1": "",
        "note.1": "",
        "note.2": "",
        "kind.4": "",
        "note.4": "",
      },
    });
    expect(answer.location).toBe(`/area/jury/${edition.code}?done=declared`);
    const rows = await db().conflict.findMany({
      where: { jurorId: jury.bruno.id },
      select: { proposalId: true, kind: true, reason: true },
      orderBy: { kind: "asc" },
    });
    expect(rows).toEqual([
      { proposalId: proposals[1]!.id, kind: "lineManagement", reason: "" },
      { proposalId: proposals[2]!.id, kind: "other", reason: "Ho scritto con l'ufficio." },
    ]);
    expect(await db().assignment.count({ where: { jurorId: jury.bruno.id } })).toBe(1);
    expect(await db().juror.findUnique({ where: { id: jury.bruno.id } })).toMatchObject({
      confirmedOwn: true,
    });
  });

  it("names the field when the word on all, or the words for 'other', are missing", async () => {
    const { edition, jury } = await judging({ phase: "screening" });
    const asked = (fields: Record<string, string>) =>
      ask(conflictsAction, {
        as: jury.bruno.user,
        params: { edition: edition.code },
        form: fields,
      });
    expect(await asked({ "kind.1": "family" })).toMatchObject({
      status: 400,
      value: { errors: { lookedAtAll: ["required"] }, typed: { kind: { 1: "family" }, note: {} } },
    });
    expect(await asked({ ...form, "kind.1": "other" })).toMatchObject({
      status: 400,
      value: { errors: { "note.1": ["required"] } },
    });
    expect(await asked({ ...form, "kind.1": "envy" })).toMatchObject({ status: 400 });
    expect(await db().conflict.count({ where: { jurorId: jury.bruno.id } })).toBe(0);
  });

  it("waits until every proposal is screened", async () => {
    const { edition, jury } = await judging({ phase: "screening", cleared: false });
    await expectRefused(
      declareConflicts(jury.bruno.userId, edition.id, { conflicts: [] }),
      "too-early",
    );
  });

  it("knows admitted proposals only", async () => {
    const { edition, jury, proposals } = await judging({ phase: "screening" });
    await asOwner((tx) =>
      tx.screening.update({
        where: { proposalId: proposals[0]!.id },
        data: { verdict: "EXCLUDED", reason: "Doppia." },
      }),
    );
    await expectRefused(
      declareConflicts(jury.bruno.userId, edition.id, {
        conflicts: [{ publicNo: 1, kind: "family", reason: "" }],
      }),
      "not-found",
    );
    const { text } = await ask(conflictsPage, {
      as: jury.bruno.user,
      params: { edition: edition.code },
    });
    expect(text).toContain("sommario-della-proposta-2");
    expect(text).not.toContain("proposta-1");
    expect(text).not.toContain("soluzione"); // title and summary are enough
  });

  it("is possible from screening until their own first proposals are judged", () => {
    const may = (assigned: number, declared: boolean) =>
      phases.filter(
        (phase) => whyNotDeclare({ phase, state: "ACCEPTED", assigned, declared }) === null,
      );
    expect(may(0, true)).toEqual(["screening"]);
    expect(may(3, true)).toEqual(["screening"]);
    expect(may(0, false)).toEqual(["screening", "scoring"]); // who came later
    expect(may(3, false)).toEqual(["screening"]);
  });

  it("is for those who said yes", async () => {
    const { edition } = await judging({ phase: "screening" });
    const silent = await aJuror(edition, await anOutsider(), {
      state: "INVITED",
      confirmedOwn: false,
    });
    expect(
      (await ask(conflictsPage, { as: silent.user, params: { edition: edition.code } })).status,
    ).toBe(404);
    await expectRefused(
      declareConflicts(silent.userId, edition.id, { conflicts: [] }),
      "not-found",
    );
  });
});

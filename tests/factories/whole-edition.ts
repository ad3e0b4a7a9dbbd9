import { randomUUID } from "node:crypto";
import {
  addMilestone,
  nameOwner,
  setBenefit,
} from "#app/commands/implementation/implementation.server.ts";
import { addErratum } from "#app/commands/publication/erratum.server.ts";
import {
  callItem,
  closeMeeting,
  noteItem,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import { signMinutes } from "#app/commands/meetings/meeting-minutes.server.ts";
import { recordVote } from "#app/commands/meetings/meeting-vote.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { textFieldNames } from "#app/domain/proposal/proposal.ts";
import { minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";
import { db } from "#app/platform/db.server.ts";
import { attached } from "./attached.ts";
import { freezeConfirmed, judgeAll, signAndOpen } from "./frozen-edition.ts";
import { type Judged, openAll, proposerOf, publish } from "./published-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
} from "./sealed-edition.ts";

/**
 * A published edition with something of everything, and who may be named in public; the numbers of
 * its winners are 1, 2 and 3.
 */
export type Whole = Judged & { members: Deposited[]; named: string; sessions: string[] };

/**
 * Six proposals, one by a team, each with an attachment and with texts of its own; three win, of
 * which the first agreed to be named; a meeting with published minutes, a sponsor with a logo,
 * errata, sessions.
 */
export async function wholeEdition(): Promise<Whole> {
  const sealed = await openEdition();
  const { edition, organiser } = sealed;
  await db().edition.update({
    where: { id: edition.id },
    data: { publishesMinutes: true, publishedDepth: 2 },
  });
  const deposited: Deposited[] = [];
  for (let i = 0; i < 6; i += 1)
    deposited.push(
      await depositBy(await employee(), sealed, ownTexts(), [
        attached(edition, `allegato-riservato-${randomUUID()}`),
      ]),
    );
  const members = [await joinAs(await employee(), sealed, deposited[5]!, 2)];
  await sponsorOf(edition.id);
  await judgeAll(sealed, 3, {
    scores: (no) => ({ impact: Math.max(0, 6 - no), cost: Math.max(0, 6 - no) }),
  });
  const lacks = [{ key: "understaffed", params: { numbers: "1", k: 3 } }];
  await db().juryException.create({
    data: {
      editionId: edition.id,
      phase: "deliberation",
      reason: "Un giurato si è ammalato.",
      lacks,
      actorId: organiser.id,
      at: new Date(),
    },
  });
  await enterPhase(organiser.id, edition.id, "deliberation");
  await meeting(sealed);
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
  const judged = { sealed, deposited };
  await openAll(judged);
  await publish(judged, {
    1: { named: true, prizeAccepted: true },
    2: { named: false, prizeAccepted: true },
    3: { named: false, prizeAccepted: false },
  });
  await addErratum(organiser.id, edition.id, {
    page: "statistics",
    text: { it: "corretto", en: "corrected" },
    reason: { it: "perché", en: "why" },
  });
  const followed = { actorId: organiser.id, editionId: edition.id, publicNo: 2 };
  await nameOwner(followed, { unit: "Ufficio che realizza", owner: (await employee()).email });
  await addMilestone(followed, { title: { it: "prima tappa" }, due: "2027-03-01" });
  await setBenefit(followed, {
    expected: { it: "atteso" },
    measured: { en: "measured" },
    amountUnit: { it: "ore" },
    expectedAmount: 120,
  });
  const { user } = await proposerOf(judged, 1);
  const sessions = await Promise.all(
    [organiser, user, deposited[4]!.user].map(
      async ({ id }) => (await lucia().createSession(id, {})).id,
    ),
  );
  return { ...judged, members, named: user.id, sessions };
}

/** Every text of a proposal, unlike any other's. */
function ownTexts() {
  const texts = Object.fromEntries(
    textFieldNames.map((field) => [field, `${field} ${randomUUID()}`]),
  );
  return content({ ...texts, categories: ["environment"] });
}

async function sponsorOf(editionId: string): Promise<void> {
  const bytes = new Uint8Array(randomBytesOf(200));
  await db().sponsor.create({
    data: {
      editionId,
      position: 1,
      name: "Cicli Po",
      url: "https://cicli.example",
      tier: "Oro",
      description: { it: "Biciclette" },
      contact: `ufficio.${randomUUID()}@cicli.example`,
      prizes: { create: [{ name: { it: "Bicicletta" }, quantity: 2, valueCents: 90_000 }] },
      logo: {
        create: {
          kind: "png",
          sha256: new Uint8Array(randomBytesOf(32)),
          width: 40,
          height: 20,
          bytes,
          alt: { it: "Cicli Po" },
        },
      },
    },
  });
}

function randomBytesOf(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

async function meeting({ edition, organiser }: Judged["sealed"]): Promise<void> {
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id },
    include: { user: true },
    orderBy: { chair: "desc" },
  });
  const at = { userId: organiser.id, edition, number: 1 };
  await openMeeting(organiser.id, edition.id);
  await recordPresence(
    at,
    jurors.map(({ userId }) => userId),
  );
  await setAgenda(at, { choice: "hand", numbers: [1, 5], threshold: 0, order: "rank" });
  for (const no of [1, 5]) {
    await callItem(at, no);
    await noteItem(at, { publicNo: no, note: `nota ${randomUUID()}`, before: "" });
    await recordVote(at, {
      publicNo: no,
      matter: `Si ammette la ${no}?`,
      choice: Object.fromEntries(jurors.map(({ userId }) => [userId, "favour" as const])),
      inFavour: 0,
      against: 0,
      abstained: 0,
    });
  }
  await closeMeeting(at);
  const { hash } = await minutesPage(organiser.id, { ...edition, phase: "deliberation" }, 1);
  await signMinutes(at, hash);
  await signMinutes({ ...at, userId: jurors[0]!.userId }, hash);
}

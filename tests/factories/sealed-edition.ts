import { randomUUID } from "node:crypto";
import { usualSettings } from "#app/domain/edition/settings.ts";
import { tellBox } from "#app/commands/box/box-facts.server.ts";
import {
  createEdition,
  saveCategory,
  saveCriterion,
  saveSettings,
  saveTexts,
} from "#app/commands/edition/edition.server.ts";
import {
  nameCustodian,
  proveKeys,
  registerKeys,
  signSubject,
} from "#app/commands/opening/custody.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { issuePasses } from "#app/commands/passes/passes.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { responses, type DepositReceipt } from "#app/deposit/responses.ts";
import { deposit } from "#app/deposit/deposit.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { requestSchema } from "#app/deposit/request.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import type { Content } from "#app/domain/proposal/content.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import {
  type CustodianKeys,
  newCustodianKeys,
  readTest,
  signManifest,
  signRoot,
} from "#app/sealing/custodian.ts";
import { manifestHash, manifestJson, parseManifest } from "#app/sealing/manifest.ts";
import type { PlacedSignature, SignedManifest } from "#app/sealing/signed-manifest.ts";
import { newInvite, newReceipt } from "#app/sealing/receipt.ts";
import {
  askForPasses,
  type AttachedFile,
  type DepositRequest,
  inviteKeysFor,
  prepareDeposit,
  prepareJoin,
  receivePasses,
} from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { db, type Edition, type User } from "#app/platform/db.server.ts";
import { content } from "./content.ts";

// A real edition with real keys, made by the commands themselves; only dates are moved in the
// database.

/** What the people of a test keep to themselves: none of it is ever given to the server. */
export type KeyHolder = { user: User; keys: CustodianKeys };
export type SealedEdition = {
  edition: Edition;
  organiser: User;
  custodians: KeyHolder[];
} & SignedManifest;

const hour = 3_600_000;
let count = 0;

/** A person on the staff list; every value is unusual enough to be searched for. */
export async function employee(overrides: Partial<User> = {}): Promise<User> {
  count += 1;
  const tag = randomUUID().slice(0, 8);
  return db().user.create({
    data: {
      email: `persona.${tag}@comune.example`,
      name: `Nomé${tag}`,
      surname: `Cognòme${tag}`,
      staffNumber: `M${tag}${count}`,
      unit: `Unità ${tag}`,
      ...overrides,
    },
  });
}

/** An edition in preparation whose custodians have passed the test and signed the manifest. */
export async function preparedEdition({
  quorum = 2,
  custodianCount = 3,
  passesPerPerson = 2,
  vote = false,
  version = 2 as 1 | 2,
} = {}): Promise<SealedEdition> {
  const organiser = await employee();
  const edition = await createEdition(organiser.id, {
    code: `e-${randomUUID().slice(0, 8)}`,
    name: "Edizione di prova",
  });
  const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
  await saveSettings(organiser.id, edition.id, {
    ...usualSettings,
    opensAt: local(hour),
    closesAt: local(24 * hour),
    graceMinutes: 0,
    objectionMinutes: 0,
    answerMinutes: 0,
    activationFloor: 0,
    ...voteSettings(vote),
    asksAuthor: true,
    passesPerPerson,
    quorum,
    custodianCount,
    reserveDepth: 2,
    jurorsPerProposal: 2,
    minInternal: 0,
    minExternal: 0,
    tieLadder: ["heaviest", "median", "shared"],
  });
  await saveTexts(organiser.id, edition.id, {
    it: { name: "Prova", summary: "", rules: "Regole" },
    en: { name: "Trial", summary: "", rules: "Rules" },
  });
  for (const [i, key] of ["environment", "informatics"].entries()) {
    await saveCategory(organiser.id, edition.id, {
      key,
      position: i + 1,
      colour: "#0066cc",
      name: { it: key, en: key },
      description: {},
    });
  }
  await saveCriterion(organiser.id, edition.id, {
    key: "impact",
    position: 1,
    weight: 60,
    maxScore: 5,
    name: { it: "Impatto", en: "Impact" },
    description: {},
    anchors: {},
  });
  await saveCriterion(organiser.id, edition.id, {
    key: "cost",
    position: 2,
    weight: 40,
    maxScore: 5,
    name: { it: "Costo", en: "Cost" },
    description: {},
    anchors: {},
  });
  const custodians: KeyHolder[] = [];
  for (let position = 1; position <= custodianCount; position += 1) {
    const user = await employee();
    await nameCustodian(organiser.id, edition, {
      userId: user.id,
      position,
      title: `Custode ${position}`,
    });
    custodians.push({ user, keys: await enrol(edition.id, user) });
  }
  if (version === 1) await makeOlder(edition.id);
  const { json } = await db().manifest.findUniqueOrThrow({ where: { editionId: edition.id } });
  const manifestSignatures: PlacedSignature[] = [];
  for (const [at, { user, keys }] of custodians.entries()) {
    const signed = signManifest(keys.identity, json);
    manifestSignatures.push({ position: at + 1, signature: signed.signature });
    await signSubject(user.id, edition.id, "MANIFEST", {
      subjectHash: bytes(signed.subjectHash),
      signature: bytes(signed.signature),
    });
  }
  return {
    edition: await db().edition.findUniqueOrThrow({ where: { id: edition.id } }),
    organiser,
    custodians,
    manifest: json,
    manifestSignatures,
  };
}

/** Puts the manifest as releases before version 2 wrote it. */
async function makeOlder(editionId: string): Promise<void> {
  const { json } = await db().manifest.findUniqueOrThrow({ where: { editionId } });
  const older = manifestJson({ ...parseManifest(json), v: 1 });
  await db().manifest.update({
    where: { editionId },
    data: { json: older, hash: new Uint8Array(manifestHash(older)) },
  });
}

/** Vote from a day after the deadline to a day later. */
function voteSettings(vote: boolean) {
  const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
  return {
    employeesVote: vote,
    voteTie: "shared" as const,
    ...(vote && { voteStartsAt: local(48 * hour), voteEndsAt: local(72 * hour) }),
  };
}

/** Makes a custodian's keys and passes the test decryption. */
export async function enrol(editionId: string, user: User): Promise<CustodianKeys> {
  const keys = await newCustodianKeys();
  const test = await registerKeys(user.id, editionId, {
    recipient: keys.recipient,
    signPublicKey: bytes(keys.signPublicKey),
  });
  await proveKeys(user.id, editionId, fromBase64(await readTest(keys.identity, toBase64(test))));
  return keys;
}

/** The same edition, open for deposits. */
export async function openEdition(
  options: Parameters<typeof preparedEdition>[0] = {},
): Promise<SealedEdition> {
  const sealed = await preparedEdition(options);
  await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
  await db().edition.update({
    where: { id: sealed.edition.id },
    data: { opensAt: new Date(Date.now() - hour) },
  });
  await enterPhase(null, sealed.edition.id, "open");
  return {
    ...sealed,
    edition: await db().edition.findUniqueOrThrow({ where: { id: sealed.edition.id } }),
  };
}

/** An employee's passes, as the browser holds them. */
export async function walletOf(user: User, sealed: SealedEdition): Promise<Wallet> {
  const asked = await askForPasses(sealed);
  const issued = await issuePasses(user.id, {
    editionId: sealed.edition.id,
    blinded: asked.request.blinded.map(fromBase64),
    holderPublicKey: fromBase64(asked.request.holderPublicKey),
  });
  return receivePasses(asked, issued);
}

export type Deposited = {
  user: User;
  wallet: Wallet;
  receipt: string;
  request: DepositRequest;
  reply: DepositReceipt;
};

/** An employee who takes passes and hands in a proposal. */
export async function depositBy(
  user: User,
  sealed: SealedEdition,
  text: Content = content(),
  files: AttachedFile[] = [],
): Promise<Deposited> {
  const [wallet, receipt] = [await walletOf(user, sealed), newReceipt()];
  const request = await prepareDeposit(wallet, sealed, text, receipt, files);
  return { user, wallet, receipt, request, reply: await send(request) };
}

/** Somebody who takes the next place in the team of `lead`, invited with the lead's receipt. */
export async function joinAs(
  user: User,
  sealed: SealedEdition,
  lead: Deposited,
  slot: number,
): Promise<Deposited> {
  const [wallet, receipt, code, edition] = [
    await walletOf(user, sealed),
    newReceipt(),
    newInvite(),
    sealed.edition.id,
  ];
  const keys = inviteKeysFor(code, edition);
  await ask({ op: "invite", edition, accessKey: lead.request.accessKey, codeHash: keys.hash });
  const to = responses.invitation.parse(
    await ask({ op: "invitation", edition, inviteKey: keys.key }),
  );
  if (to.slot !== slot) throw new Error(`The next place is ${to.slot}.`);
  const { inviteKey, ...request } = await prepareJoin(wallet, sealed, to, code, receipt);
  const reply = responses.join.parse(await ask({ ...request, inviteKey }));
  return {
    ...lead,
    user,
    wallet,
    receipt,
    reply,
    request: { ...lead.request, ...request, op: "deposit" },
  };
}

/** Asks the one endpoint of the anonymous wing, as its page does. */
export function ask(request: { op: string } & Record<string, unknown>): Promise<object> {
  return dispatch(padded(request));
}

/** Hands a deposit over as the endpoint does: parsed, then done. */
export async function send(request: DepositRequest): Promise<DepositReceipt> {
  const parsed = requestSchema.parse(request);
  if (parsed.op !== "deposit") throw new Error("not a deposit");
  return deposit(parsed);
}

/** Moves the deadline, and the ballot box learns of it as of an amendment in force. */
export async function moveDates(
  { id }: { id: string },
  data: { closesAt?: Date; graceMinutes?: number },
): Promise<void> {
  await db().edition.update({ where: { id }, data });
  await tellBox(id);
}

/** Moves the deadline into the past, closes, and lets a quorum of custodians sign the root. */
export async function close(sealed: SealedEdition): Promise<void> {
  await moveDates(sealed.edition, { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 });
  await enterPhase(null, sealed.edition.id, "screening");
  const closing = await db().closing.findUniqueOrThrow({ where: { editionId: sealed.edition.id } });
  const facts = {
    editionId: sealed.edition.id,
    manifest: sealed.manifest,
    root: toBase64(closing.root),
    count: closing.count,
    staffHash: toBase64(closing.staffHash),
  };
  for (const { user, keys } of sealed.custodians.slice(0, sealed.edition.quorum)) {
    const signed = signRoot(keys.identity, facts);
    await signSubject(user.id, sealed.edition.id, "ROOT", {
      subjectHash: bytes(signed.subjectHash),
      signature: bytes(signed.signature),
    });
  }
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fromBase64(text));
}

export { content };

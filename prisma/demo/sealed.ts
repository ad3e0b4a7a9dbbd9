import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
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
import { issuePasses } from "#app/commands/passes/passes.server.ts";
import { saveAwardRule, savePrize, saveSponsor } from "#app/commands/awards/sponsor.server.ts";
import type { AwardKind } from "#app/domain/awards/award.ts";
import { instantOf } from "#app/domain/date-form.ts";
import type { Settings } from "#app/domain/edition/settings.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { newCustodianKeys, newPassphrase, readTest, signManifest } from "#app/sealing/custodian.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import type { PlacedSignature, SignedManifest } from "#app/sealing/signed-manifest.ts";
import { askForPasses, receivePasses } from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type User } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { demoCategories } from "./categories.ts";
import type { Cast } from "./people.ts";
import { demoAwards, demoCriteria, demoSettings, demoSponsors, demoTexts } from "./rules.ts";

// A sealed edition, made by the product's own commands and the browsers' own cryptography; only
// dates are moved by hand.

export const dayLength = 86_400_000;

export type KeyFile = { holder: User; file: string; passphrase: string; identity: string };
export type SealedDemo = { edition: Edition; keys: KeyFile[] } & SignedManifest;

const titles = [
  "Segretaria generale",
  "Responsabile della protezione dei dati",
  "Presidente del Comitato di garanzia",
];

type AwardWords = {
  kind: AwardKind;
  name: { it: string; en: string };
  places: number;
  /** the sponsor's place in the list */ prize: number;
};
type Own = { settings?: Partial<Settings>; awards?: readonly AwardWords[] };

/**
 * An edition in preparation, complete and with its manifest signed by all custodians; with rules
 * and awards of its `own`.
 */
export async function prepareSealedEdition(
  year: number,
  cast: Cast,
  { settings = {}, awards = demoAwards }: Own = {},
): Promise<SealedDemo> {
  const by = cast.organiser.id;
  const { id } = await createEdition(by, { code: String(year), name: `Innova.TO ${year}` });
  await db().edition.update({ where: { id }, data: { demo: true } });
  await saveSettings(by, id, {
    ...demoSettings,
    opensAt: localIn(1, "09:00"),
    closesAt: localIn(30, "23:59"),
    ...settings,
  });
  await saveTexts(by, id, demoTexts(year));
  for (const category of demoCategories) await saveCategory(by, id, category);
  for (const criterion of demoCriteria) await saveCriterion(by, id, criterion);
  await addPrizes(by, id, awards);
  const edition = await db().edition.findUniqueOrThrow({ where: { id } });
  const keys: KeyFile[] = [];
  for (const [at, holder] of cast.custodians.entries()) {
    await nameCustodian(by, edition, {
      userId: holder.id,
      position: at + 1,
      title: titles[at] ?? `Custode ${at + 1}`,
    });
    keys.push(await enrol(edition, holder, at + 1));
  }
  const { json } = await db().manifest.findUniqueOrThrow({ where: { editionId: id } });
  const manifestSignatures: PlacedSignature[] = [];
  for (const [at, { holder, identity }] of keys.entries()) {
    const made = signManifest(identity, json);
    await signSubject(holder.id, id, "MANIFEST", signed(made));
    manifestSignatures.push({ position: at + 1, signature: made.signature });
  }
  return { edition, manifest: json, manifestSignatures, keys };
}

async function addPrizes(
  by: string,
  editionId: string,
  awards: readonly AwardWords[],
): Promise<void> {
  for (const [at, { prizes, ...sponsor }] of demoSponsors.entries()) {
    await saveSponsor(by, editionId, { ...sponsor, url: "", position: at + 1 });
    const { id } = await db().sponsor.findFirstOrThrow({ where: { editionId, position: at + 1 } });
    for (const { value, ...prize } of prizes)
      await savePrize(by, editionId, id, { ...prize, value: value * 100 });
  }
  const prizes = await db().prize.findMany({
    where: { sponsor: { editionId } },
    orderBy: { sponsor: { position: "asc" } },
  });
  for (const [at, { prize, ...rule }] of awards.entries())
    await saveAwardRule(by, editionId, { ...rule, position: at + 1, prizeId: prizes[prize]?.id });
}

/** A custodian's keys as the browser makes them, with the key file under `data/demo-keys`. */
async function enrol(edition: Edition, holder: User, position: number): Promise<KeyFile> {
  const { identity, recipient, signPublicKey } = await newCustodianKeys();
  const test = await registerKeys(holder.id, edition.id, {
    recipient,
    signPublicKey: bytes(signPublicKey),
  });
  await proveKeys(holder.id, edition.id, fromBase64(await readTest(identity, toBase64(test))));
  const [passphrase, file] = [
    newPassphrase(),
    join(keyFolder(), `innova-${edition.code}-c${position}.age`),
  ];
  mkdirSync(keyFolder(), { recursive: true, mode: 0o700 });
  // a public key needs no slow scrypt
  writeFileSync(file, await encryptKeyFile(identity, passphrase, 14), { mode: 0o600 });
  return { holder, file, passphrase, identity };
}

export function keyFolder(): string {
  return join(resolve(env().DATA_DIR), "demo-keys");
}

/** An employee's passes, as the browser holds them. */
export async function walletFor(holder: User, sealed: SealedDemo): Promise<Wallet> {
  const { edition } = sealed;
  const asked = await askForPasses(sealed);
  const { blinded, holderPublicKey } = asked.request;
  return receivePasses(
    asked,
    await issuePasses(holder.id, {
      editionId: edition.id,
      blinded: blinded.map(fromBase64),
      holderPublicKey: fromBase64(holderPublicKey),
    }),
  );
}

export function signed({ subjectHash, signature }: { subjectHash: string; signature: string }) {
  return { subjectHash: bytes(subjectHash), signature: bytes(signature) };
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fromBase64(text));
}

/** `days` from now at a wall-clock time of the city. */
export function inDays(days: number, time: string): Date {
  const date = localTimeOf(new Date(now().getTime() + days * dayLength), "Europe/Rome").slice(
    0,
    10,
  );
  return instantOf(`${date}T${time}`, "Europe/Rome")!;
}

/** The same as it is typed into a form. */
export function localIn(days: number, time: string): string {
  return localTimeOf(inDays(days, time), "Europe/Rome");
}

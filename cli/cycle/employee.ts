import { readdirSync, readFileSync } from "node:fs";
import { contentSchema, type Content } from "#app/domain/proposal/content.ts";
import type { DepositReceipt } from "#app/deposit/responses.ts";
import { newCustodianKeys, signManifest } from "#app/sealing/custodian.ts";
import { manifestJson } from "#app/sealing/manifest.ts";
import type { SignedManifest } from "#app/sealing/signed-manifest.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import {
  askForPasses,
  type DepositRequest,
  prepareDeposit,
  receivePasses,
} from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { newEditionKeys } from "#app/platform/issuer.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { cleanedPicture } from "./attachment.ts";
import type { Arranged } from "./arrange.ts";
import type { Staff } from "./people.ts";
import type { Person } from "./person.ts";

export type HandedIn = {
  staff: Staff;
  receipt: string;
  request: DepositRequest;
  reply: DepositReceipt;
  /** the same person's second proposal, which comes too late */ late: DepositRequest;
};
type Held = { staff: Staff; wallet: Wallet };

/** Every proposer signs in, and the browser takes the passes by itself. */
export async function takePasses(
  { proposers, editionId, code, visitor }: Arranged,
  say: (line: string) => void,
): Promise<Held[]> {
  const signed = await signedManifest(visitor, code);
  const held: Held[] = [];
  for (const { staff, person } of proposers) {
    const asked = await askForPasses(signed);
    held.push({
      staff,
      wallet: await receivePasses(asked, await person.must("/area/activation", asked.request)),
    });
    progress(say, "passes", held.length, proposers.length);
  }
  if (held.some(({ wallet }) => wallet.editionId !== editionId))
    throw new Error("A wallet is for another edition.");
  return held;
}

/**
 * Each hands in one proposal at the anonymous page, in another order than the passes were taken,
 * without any cookie.
 */
export async function handIn(
  { anonymous, visitor, code }: Arranged,
  held: Held[],
  say: (line: string) => void,
): Promise<HandedIn[]> {
  const texts = proposalTexts();
  const signed = await signedManifest(visitor, code);
  const handedIn: HandedIn[] = [];
  for (const [i, { staff, wallet }] of [...held].sort(() => Math.random() - 0.5).entries()) {
    const receipt = newReceipt();
    const files = i % 10 === 0 ? [await cleanedPicture(anonymous, wallet)] : [];
    const request = await prepareDeposit(wallet, signed, texts[i % texts.length]!, receipt, files);
    const reply = await anonymous.must<DepositReceipt>("/p/api", request);
    const rest = { ...wallet, tokens: wallet.tokens.slice(1) };
    const late =
      i === 0
        ? await prepareDeposit(rest, signed, texts[i % texts.length]!, newReceipt())
        : request;
    handedIn.push({ staff, receipt, request, reply, late });
    progress(say, "deposits", handedIn.length, held.length);
  }
  return handedIn;
}

/** The manifest as anybody gets it, with the custodians' signatures. */
async function signedManifest(visitor: Person, code: string): Promise<SignedManifest> {
  const manifest = await (await visitor.request(`/it/editions/${code}/manifest.json`)).text();
  return {
    manifest,
    manifestSignatures: await visitor.json(`/it/editions/${code}/manifest-signatures.json`),
  };
}

/** The demonstration's proposals; a played edition has as many as it is asked for. */
function proposalTexts(): Content[] {
  const folder = "prisma/demo/proposals";
  const all = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as object[]);
  const mixed = Array.from({ length: Math.max(...all.map((list) => list.length)) }, (_, i) =>
    all.flatMap((list) => list[i] ?? []),
  ).flat();
  return mixed.map((text) => contentSchema.parse({ locale: "it", ...text }));
}

/**
 * How long passes and one deposit take on this machine, in seconds; the dates of the edition are
 * set by it.
 */
export async function sealingSeconds(): Promise<number> {
  const keys = newEditionKeys();
  const custodian = await newCustodianKeys();
  const start = performance.now();
  const manifest = manifestJson({
    v: 2,
    edition: crypto.randomUUID(),
    passesPerPerson: 2,
    furtherBrowsers: 2,
    quorum: 1,
    reserveDepth: 1,
    eligibilityRule: "-",
    custodians: [
      { title: "-", recipient: custodian.recipient, signPublicKey: custodian.signPublicKey },
    ],
    issuerSpki: toBase64(keys.issuerSpki),
    certPublicKey: toBase64(keys.certPublicKey),
  });
  await askForPasses({
    manifest,
    manifestSignatures: [
      { position: 1, signature: signManifest(custodian.identity, manifest).signature },
    ],
  });
  return ((performance.now() - start) / 1000) * 1.6 + 0.1;
}

function progress(say: (line: string) => void, what: string, done: number, count: number): void {
  if (done % 10 === 0 || done === count) say(`  ${what} ${done}/${count}`);
}

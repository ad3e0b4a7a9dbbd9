import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { verify } from "node:crypto";
import { compactVerify, importJWK, type JWK, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { takeCertificate } from "#app/commands/publication/certificate.server.ts";
import { codeOf, parseCode } from "#app/domain/publication/certificate.ts";
import { certificateOf } from "#app/queries/publication/certificate.server.ts";
import {
  earnedCertificates,
  ownCertificates,
} from "#app/queries/publication/own-certificates.server.ts";
import { loader as issuerPage } from "#app/routes/system/certificate-issuer.ts";
import { loader as keyPage } from "#app/routes/system/certificate-key.ts";
import { db, type User } from "#app/platform/db.server.ts";
import {
  type Judged,
  openedEdition,
  proposerOf,
  publish,
} from "#tests/factories/published-edition.ts";
import { employee } from "#tests/factories/sealed-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { publicRoutes, visit } from "#tests/support/public-pages.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// Certificates of winners and jurors: for whom, what their code shows, and that anybody can check
// the signatures.

let judged: Judged;
let named: User;
let unnamed: User;
let declined: User;
let silent: User;
let juror: User;
const edition = () => judged.sealed.edition;

beforeAll(async () => {
  judged = await openedEdition({ deposits: 6, awarded: 4 });
  [named, unnamed, declined, silent] = (await Promise.all(
    [1, 2, 3, 4].map(async (no) => (await proposerOf(judged, no)).user),
  )) as [User, User, User, User];
  juror = (
    await db().juror.findFirstOrThrow({
      where: { editionId: edition().id },
      include: { user: true },
    })
  ).user;
  const early = takeCertificate(named.id, { edition: edition().id, kind: "WINNER", publicNo: 1 });
  await expectRefused(early, "not-found"); // nothing is published yet
  await publish(judged, {
    1: { named: true, prizeAccepted: true },
    2: { named: false, prizeAccepted: true },
    3: { named: true, prizeAccepted: false },
  });
}, 60_000);

const winner = (user: User, publicNo: number) =>
  takeCertificate(user.id, { edition: edition().id, kind: "WINNER", publicNo });
const ofJury = (user: User) =>
  takeCertificate(user.id, { edition: edition().id, kind: "JUROR", publicNo: 0 });
const page = (code: string, locale = "it") =>
  visit("certificates/:certificate", { locale, certificate: code });

describe("a certificate is for", () => {
  it("a winner who accepted the prize, with the name where it is published", async () => {
    const { certificate } = await certificateOf(await winner(named, 1), "it");
    expect(certificate).toMatchObject({
      kind: "WINNER",
      name: `${named.name} ${named.surname}`,
      proposal: { publicNo: 1 },
    });
    expect((await certificateOf(await winner(unnamed, 2), "it")).certificate).toMatchObject({
      kind: "WINNER",
      name: null,
      proposal: { publicNo: 2 },
    });
  });

  it("a juror who confirmed", async () => {
    expect((await certificateOf(await ofJury(juror), "en")).certificate).toMatchObject({
      kind: "JUROR",
      name: `${juror.name} ${juror.surname}`,
      proposal: null,
    });
    const other = await db().juror.findFirstOrThrow({
      where: { editionId: edition().id, userId: { not: juror.id } },
    });
    await db().juror.update({ where: { id: other.id }, data: { confirmedAt: null } });
    await expectRefused(
      takeCertificate(other.userId, { edition: edition().id, kind: "JUROR", publicNo: 0 }),
      "not-found",
    );
  });

  it("nobody else: who declined, who stayed silent, who did not win, another winner's proposal, a stranger", async () => {
    const loser = (await proposerOf(judged, 5)).user;
    const stranger = await employee();
    for (const refused of [
      () => winner(declined, 3),
      () => winner(silent, 4),
      () => winner(loser, 5),
      () => winner(named, 2),
      () => winner(stranger, 1),
      () => ofJury(named),
    ])
      await expectRefused(refused(), "not-found");
    expect(await earnedCertificates(silent.id)).toEqual([]);
  });

  it("one, however often it is asked for, and at once", async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => winner(named, 1)));
    expect(new Set(codes).size).toBe(1);
    expect(await db().certificate.count({ where: { userId: named.id } })).toBe(1);
    expect(
      await db().auditEntry.count({ where: { actorId: named.id, action: "certificate.taken" } }),
    ).toBe(1);
    expect(
      (await ownCertificates(named.id, "it")).map(({ kind, code }) => ({ kind, code })),
    ).toEqual([{ kind: "WINNER", code: codes[0] }]);
  });
});

describe("the page of a code", () => {
  it("says that it is genuine, what for, of which edition and day, and the name, to whoever has the code", async () => {
    const code = await winner(named, 1);
    for (const locale of ["it", "en"]) {
      const seen = await page(code, locale);
      expect(seen.status).toBe(200);
      for (const said of [named.name, named.surname, edition().code, "Idea"])
        expect(seen.bytes).toContain(said);
      expect([seen.headers.get("Cache-Control"), seen.headers.get("X-Robots-Tag")]).toEqual([
        "no-store",
        "noindex",
      ]);
      expect(seen.bytes).not.toMatch(/\{\w+\}/); // no word was left unfilled
      for (const kept of [named.email, named.staffNumber!, named.id, named.unit])
        expect(seen.bytes).not.toContain(kept);
    }
    // as somebody types it
    expect((await page(code.toLowerCase().replace(/(.{5})/g, "$1-"))).status).toBe(200);
  });

  it("names nobody who is not named", async () => {
    const code = await winner(unnamed, 2);
    const bytes =
      (await page(code)).bytes +
      (
        await visit("certificates/:certificate/badge.jwt", { locale: "it", certificate: code })
      ).bytes
        .split(".")
        .map((part) => Buffer.from(part, "base64url").toString())
        .join();
    for (const mark of [unnamed.name, unnamed.surname, unnamed.email, unnamed.id])
      expect(bytes).not.toContain(mark);
  });

  it("answers every other word alike, and no page lists a code", async () => {
    const code = await winner(named, 1);
    const changed = (code.startsWith("0") ? "1" : "0") + code.slice(1);
    const answers = await Promise.all(
      [changed, "x", named.surname, codeOf(new Uint8Array(26)), edition().code].map((typed) =>
        page(typed),
      ),
    );
    expect(new Set(answers.map(({ status, bytes }) => `${status} ${bytes}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(404);
    for (const { path } of publicRoutes.filter((each) => !each.path.includes("certificate"))) {
      expect(
        (await visit(path, { locale: "it", code: edition().code, no: "1", position: "1" })).bytes,
      ).not.toContain(code);
    }
  });

  it("codes are 130 random bits, written so that nobody misreads them", () => {
    const codes = Array.from({ length: 500 }, () =>
      codeOf(crypto.getRandomValues(new Uint8Array(26))),
    );
    expect(new Set(codes).size).toBe(500);
    expect(
      codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(code) && parseCode(code) === code),
    ).toBe(true);
    expect(parseCode("zu kurz")).toBeNull();
  });
});

async function publishedKey(number: number): Promise<JWK> {
  return JSON.parse(
    (await ask(keyPage, { as: named, params: { number: String(number) } })).text,
  ) as JWK;
}

describe("the signature", () => {
  it("verifies with the published key, and not over a word that was changed", async () => {
    const { statement, signature, key } = await certificateOf(await winner(named, 1), "it");
    const jwk = { key: { ...(await publishedKey(key)) }, format: "jwk" as const };
    const fits = (text: string) =>
      verify(null, Buffer.from(text), jwk, Buffer.from(signature, "base64url"));
    expect(fits(statement)).toBe(true);
    expect(fits(statement.replace(named.surname, "Altri"))).toBe(false);
    expect(fits(statement.replace('"proposal":1', '"proposal":2'))).toBe(false);
  });

  it("is of a key whose private half rests wrapped, and is in no answer", async () => {
    const row = await db().certificateKey.findFirstOrThrow();
    expect(
      Buffer.from(row.privateKey).includes(Buffer.from("302e020100300506032b6570", "hex")),
    ).toBe(false); // PKCS#8 of Ed25519
    expect(Object.keys(await publishedKey(row.number))).not.toContain("d");
    expect((await ask(keyPage, { as: named, params: { number: "99" } })).status).toBe(404);
    await expect(db().$executeRawUnsafe(`DELETE FROM "CertificateKey"`)).rejects.toThrow("locked");
  });
});

describe("the badge (Open Badges 3.0, VC-JWT)", () => {
  const badge = async (code: string) =>
    (await visit("certificates/:certificate/badge.jwt", { locale: "en", certificate: code })).bytes;
  const decoded = (part: string | undefined) =>
    JSON.parse(Buffer.from(part ?? "", "base64url").toString()) as Record<string, unknown>;

  it("is a credential with what the specification asks for, verified by another library with the key at its kid", async () => {
    const token = await badge(await winner(named, 1));
    const header = decoded(token.split(".")[0]);
    expect(header).toMatchObject({ alg: "EdDSA", typ: "JWT" });
    const number = Number(/\/certificates\/keys\/(\d+)$/.exec(String(header.kid))![1]);
    const { payload } = await jwtVerify(
      token,
      await importJWK(await publishedKey(number), "EdDSA"),
    );
    expect(payload).toMatchObject({
      "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
      ],
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      credentialSubject: {
        type: ["AchievementSubject"],
        identifier: [
          {
            type: "IdentityObject",
            hashed: false,
            identityHash: `${named.name} ${named.surname}`,
            identityType: "name",
          },
        ],
        achievement: { type: ["Achievement"], achievementType: "Award" },
      },
    });
    // the registered claims say the same as the credential (§8.2)
    const claims = payload as unknown as {
      iss: string;
      jti: string;
      sub: string;
      nbf: number;
      id: string;
      issuer: { id: string };
      validFrom: string;
      credentialSubject: { id: string; achievement: Record<string, unknown> };
    };
    expect([claims.iss, claims.jti, claims.sub, claims.nbf]).toEqual([
      claims.issuer.id,
      claims.id,
      claims.credentialSubject.id,
      Math.floor(Date.parse(claims.validFrom) / 1000),
    ]);
    for (const needed of ["id", "name", "description", "criteria"])
      expect(claims.credentialSubject.achievement[needed]).toBeTruthy();
    expect(JSON.parse((await ask(issuerPage, { as: named })).text)).toMatchObject({
      id: claims.iss,
      type: ["Profile"],
    });
  });

  it("that was changed does not verify, nor does one under another key", async () => {
    const token = await badge(await ofJury(juror));
    const key = await importJWK(await publishedKey(1), "EdDSA");
    const [header, payload, signature] = token.split(".");
    await expect(compactVerify(token, key)).resolves.toBeTruthy();
    const forged = Buffer.from(
      JSON.stringify({ ...decoded(payload), name: "Certificate of award" }),
    ).toString("base64url");
    await expect(compactVerify(`${header}.${forged}.${signature}`, key)).rejects.toThrow();
    const other = Buffer.from(
      JSON.stringify({ ...decoded(header), kid: "https://elsewhere.example/keys/1" }),
    ).toString("base64url");
    await expect(compactVerify(`${other}.${payload}.${signature}`, key)).rejects.toThrow();
    const stranger = (await crypto.subtle.generateKey("Ed25519", true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    await expect(compactVerify(token, stranger.publicKey)).rejects.toThrow();
  });
});

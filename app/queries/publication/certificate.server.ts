import { attested, type Certificate, parseCode } from "#app/domain/publication/certificate.ts";
import {
  badgeClaims,
  type BadgeWords,
  type Issuer,
  keyAddress,
  openBadge,
} from "#app/domain/publication/badge.ts";
import { type Locale, locales } from "#app/domain/locale.ts";
import {
  type Published,
  publishedSchema,
  type PublishedWinner,
} from "#app/domain/publication/publication.ts";
import { refuse } from "#app/domain/refusal.ts";
import { canonical, toBase64, utf8 } from "#app/sealing/bytes.ts";
import { db, type CertificateKey } from "#app/platform/db.server.ts";
import { city } from "#app/platform/city.server.ts";
import { origin } from "#app/platform/env.server.ts";
import { signServerStatement } from "#app/platform/issuer.server.ts";

/**
 * A certificate with the city's signature over it, and the number of the key it is checked with.
 */
export type SignedCertificate = {
  certificate: Certificate;
  statement: string;
  signature: string;
  key: number;
};

/** The certificate with this code; refuses not-found, alike for every other word. */
export async function certificateOf(typed: string, locale: Locale): Promise<SignedCertificate> {
  const { certificate, key } = await found(typed, locale);
  const statement = `innova.to/certificate/v1|${canonical(attested(certificate))}`;
  return {
    certificate,
    statement,
    signature: toBase64(signServerStatement(key.privateKey, utf8(statement))),
    key: key.number,
  };
}

/** The same as an Open Badges 3.0 credential, signed as a compact JSON Web Token. */
export async function badgeOf(
  typed: string,
  locale: Locale,
  words: (certificate: Certificate) => BadgeWords,
): Promise<string> {
  const { certificate, key } = await found(typed, locale);
  const { header, payload } = badgeClaims(
    openBadge(certificate, issuer(), locale, words(certificate)),
    keyAddress(issuer(), key.number),
  );
  const signed = [header, payload].map((part) => toBase64(utf8(JSON.stringify(part)))).join(".");
  return `${signed}.${toBase64(signServerStatement(key.privateKey, utf8(signed)))}`;
}

/** Who issues certificates. */
export function issuer(): Issuer {
  return { origin: origin(), city: city().name };
}

/** A key that certificates are checked with, as a JSON Web Key (RFC 8037); refuses not-found. */
export async function certificateKey(number: string): Promise<object> {
  const row = /^\d{1,6}$/.test(number)
    ? await db().certificateKey.findUnique({ where: { number: Number(number) } })
    : null;
  if (!row) throw refuse("not-found");
  return {
    kty: "OKP",
    crv: "Ed25519",
    alg: "EdDSA",
    use: "sig",
    kid: keyAddress(issuer(), row.number),
    x: toBase64(row.publicKey),
  };
}

async function found(
  typed: string,
  locale: Locale,
): Promise<{ certificate: Certificate; key: CertificateKey }> {
  const code = parseCode(typed);
  const row =
    code &&
    (await db().certificate.findUnique({
      where: { code },
      include: { edition: { include: { publication: true } } },
    }));
  const key = await db().certificateKey.findFirst({ orderBy: { number: "desc" } });
  if (!row || !key || !row.edition.publication) throw refuse("not-found");
  return {
    key,
    certificate: certificateFrom(
      row,
      publishedSchema.parse(row.edition.publication.results),
      row.edition.publication.at.toISOString(),
      locale,
    ),
  };
}

/** A winner's certificate out of a published document, or one to be. */
export function winnersCertificate(
  row: { code: string; name: string; publicNo: number },
  published: Published,
  at: string,
  locale: Locale,
): Certificate {
  return certificateFrom({ ...row, kind: "WINNER" }, published, at, locale);
}

function certificateFrom(
  {
    code: own,
    kind,
    name,
    publicNo,
  }: Pick<Certificate, "code" | "kind"> & { name: string; publicNo: number },
  published: Published,
  publishedAt: string,
  locale: Locale,
): Certificate {
  const winner =
    kind === "WINNER" ? published.winners.find((each) => each.publicNo === publicNo) : undefined;
  const { code: edition, names, timeZone } = published.edition;
  return {
    code: own,
    kind,
    name: name || null,
    edition: { code: edition, names, timeZone },
    publishedAt,
    proposal: winner
      ? {
          publicNo,
          title: titleOf(winner, locale),
          awards: published.awards
            .filter((award) => award.publicNo === publicNo)
            .map((award) => award.name),
        }
      : null,
  };
}

function titleOf(
  { texts }: PublishedWinner,
  locale: Locale,
): { text: string; lang: Locale | undefined } {
  const lang = [locale, ...locales].find((each) => texts[each]?.title);
  return { text: lang ? (texts[lang]?.title ?? "") : "", lang: lang === locale ? undefined : lang };
}

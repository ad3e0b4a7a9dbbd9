import type { Certificate } from "./certificate.ts";
import type { Locale } from "#app/domain/locale.ts";

// A certificate as an Open Badges 3.0 credential (https://www.imsglobal.org/spec/ob/v3p0/). It is
// signed in the proof format of a JSON Web Token (§8.2): the payload is the credential itself, with
// the registered claims beside it.

const contexts = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/** Who issues: the city, at a stable address. */
export type Issuer = { origin: string; city: string };

export const issuerAddress = ({ origin }: Issuer): string => `${origin}/certificates/issuer`;
export const keyAddress = ({ origin }: Issuer, number: number): string =>
  `${origin}/certificates/keys/${number}`;
export const certificateAddress = (
  { origin }: Pick<Issuer, "origin">,
  locale: Locale,
  code: string,
): string => `${origin}/${locale}/certificates/${code}`;

/** The issuer's profile, as its address answers. */
export function issuerProfile(issuer: Issuer) {
  return {
    "@context": contexts,
    id: issuerAddress(issuer),
    type: ["Profile"],
    name: issuer.city,
    url: issuer.origin,
  };
}

/** What the badge says, in one language. */
export type BadgeWords = { name: string; description: string; criteria: string };

/**
 * The credential of a certificate. Someone who is not named is known by the certificate's address
 * alone.
 */
export function openBadge(
  certificate: Certificate,
  issuer: Issuer,
  locale: Locale,
  { name, description, criteria }: BadgeWords,
) {
  const { code, kind, edition, publishedAt } = certificate;
  const address = certificateAddress(issuer, locale, code);
  const results = `${issuer.origin}/${locale}/editions/${edition.code}/results`;
  const { "@context": _context, ...profile } = issuerProfile(issuer);
  return {
    "@context": contexts,
    id: address,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name,
    issuer: profile,
    validFrom: publishedAt,
    credentialSubject: {
      id: `${address}#subject`,
      type: ["AchievementSubject"],
      ...(certificate.name !== null && {
        identifier: [
          {
            type: "IdentityObject",
            hashed: false,
            identityHash: certificate.name,
            identityType: "name",
          },
        ],
      }),
      achievement: {
        id: `${results}#${kind.toLowerCase()}`,
        type: ["Achievement"],
        achievementType: kind === "WINNER" ? "Award" : "Badge",
        name,
        description,
        criteria: { id: results, narrative: criteria },
        inLanguage: locale,
      },
    },
  };
}

/** The header and payload of the credential's JSON Web Token. */
export function badgeClaims(badge: ReturnType<typeof openBadge>, kid: string) {
  const claims = {
    iss: badge.issuer.id,
    jti: badge.id,
    nbf: Math.floor(Date.parse(badge.validFrom) / 1000),
    sub: badge.credentialSubject.id,
  };
  return { header: { alg: "EdDSA", typ: "JWT", kid }, payload: { ...badge, ...claims } };
}

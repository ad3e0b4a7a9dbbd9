import { z } from "zod";
import { toHex } from "#app/sealing/bytes.ts";
import { db } from "./db.server.ts";
import { env } from "./env.server.ts";
import { processSingleton } from "./process-singleton.server.ts";

/**
 * What the city says of itself; texts are empty where it says nothing. `colour` is `#rrggbb`,
 * sha256 of the logo in hexadecimal.
 */
export const citySchema = z.object({
  name: z.string(),
  colour: z.string(),
  contact: z.string(),
  accessibilityUrl: z.string(),
  privacyUrl: z.string(),
  legalUrl: z.string(),
  sourceUrl: z.string(),
  securityContact: z.string(),
  securityExpires: z.string(),
  logo: z
    .object({ sha256: z.string(), kind: z.string(), width: z.int(), height: z.int() })
    .nullable(),
});
export type City = z.infer<typeof citySchema>;

const holder = () => processSingleton("city", () => ({ city: fromEnvironment() }));

/**
 * What the city says of itself, as last read: every page and mail asks, so it is kept in memory.
 */
export function city(): City {
  return holder().city;
}

/**
 * Reads it again: at the start, after a change, and now and then, since another node may have
 * changed it.
 */
export async function readCity(): Promise<void> {
  const base = fromEnvironment();
  const row = await db().city.findUnique({ where: { id: 1 }, omit: { logoBytes: true } });
  holder().city = row
    ? {
        name: row.name || base.name,
        colour: row.colour,
        contact: row.contact || base.contact,
        accessibilityUrl: row.accessibilityUrl || base.accessibilityUrl,
        privacyUrl: row.privacyUrl || base.privacyUrl,
        legalUrl: row.legalUrl || base.legalUrl,
        sourceUrl: row.sourceUrl || base.sourceUrl,
        securityContact: row.securityContact,
        securityExpires: row.securityExpires,
        logo:
          row.logoKind && row.logoSha256
            ? {
                sha256: toHex(row.logoSha256),
                kind: row.logoKind,
                width: row.logoWidth ?? 0,
                height: row.logoHeight ?? 0,
              }
            : null,
      }
    : base;
}

/** Takes what another process read. */
export function takeCity(said: City): void {
  holder().city = said;
}

/** What the environment says, for what no administrator set. */
export function fromEnvironment(): City {
  const { CITY_NAME, CONTACT, ACCESSIBILITY_URL, PRIVACY_URL, LEGAL_URL, SOURCE_URL } = env();
  return {
    name: CITY_NAME,
    colour: "",
    contact: CONTACT,
    accessibilityUrl: ACCESSIBILITY_URL,
    privacyUrl: PRIVACY_URL,
    legalUrl: LEGAL_URL,
    sourceUrl: SOURCE_URL,
    securityContact: "",
    securityExpires: "",
    logo: null,
  };
}

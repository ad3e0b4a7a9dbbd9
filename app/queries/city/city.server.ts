import type { CityInput } from "#app/domain/city/city.ts";
import { fromEnvironment } from "#app/platform/city.server.ts";
import { db } from "#app/platform/db.server.ts";

/** What an administrator set of the city, and what holds where nothing is set. */
export async function citySettings(): Promise<{
  set: CityInput;
  otherwise: Omit<CityInput, "colour">;
}> {
  const row = await db().city.findUnique({
    where: { id: 1 },
    select: {
      name: true,
      colour: true,
      contact: true,
      accessibilityUrl: true,
      privacyUrl: true,
      legalUrl: true,
      sourceUrl: true,
      securityContact: true,
      securityExpires: true,
    },
  });
  const { logo: _logo, colour: _colour, ...otherwise } = fromEnvironment();
  return {
    set: row ?? {
      name: "",
      colour: "",
      contact: "",
      accessibilityUrl: "",
      privacyUrl: "",
      legalUrl: "",
      sourceUrl: "",
      securityContact: "",
      securityExpires: "",
    },
    otherwise,
  };
}

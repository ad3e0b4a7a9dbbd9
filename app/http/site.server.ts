import { securityTxt } from "#app/domain/city/city.ts";
import { logoPath, logoSchema } from "#app/domain/city/logo.ts";
import { city } from "#app/platform/city.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { origin } from "#app/platform/env.server.ts";
import type { Site } from "#app/ui/frame/shell.tsx";

/** What the city says of itself, for the frame of a page. */
export function site(): Site {
  const { name, colour, logo, sourceUrl, accessibilityUrl, privacyUrl, legalUrl, contact } = city();
  const picture = logo && { ...logo, kind: logoSchema.shape.kind.parse(logo.kind) };
  return {
    city: name,
    sourceUrl,
    accessibilityUrl,
    privacyUrl,
    legalUrl,
    contact,
    styleSheet: colour ? `/colours/${colour.slice(1)}.css` : null,
    logo: picture && { src: logoPath(picture), width: picture.width, height: picture.height },
  };
}

/** The text of /.well-known/security.txt as of now; null where there is none. */
export function securityText(): string | null {
  return securityTxt(city(), origin(), now());
}

/** The address under which people reach this server, without a trailing slash. */
export function siteAddress(): string {
  return origin();
}

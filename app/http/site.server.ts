import { env, origin } from "#app/platform/env.server.ts";
import type { Site } from "#app/ui/shell.tsx";

/** What the city set about itself. */
export function site(): Site {
  const { CITY_NAME, SOURCE_URL, ACCESSIBILITY_URL, PRIVACY_URL, CONTACT } = env();
  return { city: CITY_NAME, sourceUrl: SOURCE_URL, accessibilityUrl: ACCESSIBILITY_URL, privacyUrl: PRIVACY_URL, contact: CONTACT };
}

/** The address under which people reach this server, without a trailing slash. */
export function siteAddress(): string {
  return origin();
}

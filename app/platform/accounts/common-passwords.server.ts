import { processSingleton } from "#app/platform/process-singleton.server.ts";

/**
 * Knows the passwords that many people choose: some ten thousands out of published leaks, in lower
 * case (@zxcvbn-ts/language-common, MIT). Read when first asked for.
 */
export async function commonPasswords(): Promise<ReadonlySet<string>> {
  return processSingleton("common-passwords", async () => {
    const { dictionary } = await import("@zxcvbn-ts/language-common");
    return new Set(dictionary["passwords-common"]);
  });
}

// What a browser keeps of a person, and whose a tab is, without looking into any of it.

/** Does this key belong to this person? */
export const isOf = (sub: string) => (key: string) =>
  key.startsWith("innova.") && key.endsWith(`.${sub}`);

/** What of a person stays in this browser: of `sheets`, those of a juror that were not saved. */
export type KeptOf = { passes: boolean; draft: boolean; sheets: boolean };

export function keptOf(sub: string): KeptOf {
  const keys = Object.keys(localStorage).filter(isOf(sub));
  const [draft, sheets] = ["innova.draft.", "innova.sheet."].map((each) =>
    keys.filter((key) => key.startsWith(each)),
  );
  return {
    passes: keys.length > draft!.length + sheets!.length,
    draft: draft!.length > 0,
    sheets: sheets!.length > 0,
  };
}

/** Does this browser keep anything of anybody? */
export function keepsSomething(): boolean {
  return Object.keys(localStorage).some((key) => key.startsWith("innova."));
}

const whoseKey = "innova.whose";
const nobody = "-";

/**
 * Says whose this tab is, for the anonymous page: it is no part of any address. Null: somebody
 * whose passes do not stay here.
 */
export function sayWhose(sub: string | null): void {
  sessionStorage.setItem(whoseKey, sub ?? nobody);
}

/**
 * Whose this tab is: an account, null for somebody whose passes do not stay here, undefined when
 * nobody said.
 */
export function whose(): string | null | undefined {
  const said = sessionStorage.getItem(whoseKey);
  return said === null ? undefined : said === nobody ? null : said;
}

/** Nobody is signed in any more. */
export function forgetWhose(): void {
  sessionStorage.removeItem(whoseKey);
}

import type { AnonymousEdition } from "#app/deposit/edition.server.ts";
import type { SignedManifest } from "#app/sealing/signed-manifest.ts";
import { proposalSchema } from "#app/domain/proposal/content.ts";

/** An edition one may write for, with its name in the page's language. */
export type EditionChoice = AnonymousEdition & { title: string };

/** The edition's manifest with the custodians' signatures on it. */
export function signedManifestOf({ manifest, manifestSignatures }: EditionChoice): SignedManifest {
  return { manifest, manifestSignatures };
}

/** What is wrong, by field, as keys under `invalid.*`. */
export type FieldErrors = Partial<Record<string, string>>;

/** What is wrong with a content for this edition; empty when it can be handed in. */
export function errorsOf(content: object, edition: EditionChoice): FieldErrors {
  const rule = {
    keys: edition.categories.map(({ key }) => key),
    min: edition.minCategories,
    max: edition.maxCategories,
  };
  const { error } = proposalSchema(rule).safeParse(content);
  return Object.fromEntries(
    (error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message]).reverse(),
  );
}

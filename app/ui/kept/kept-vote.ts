import * as z from "zod/mini";

// Where a browser keeps a vote token between the desk, which gets it, and the anonymous page, which
// spends it. What was asked for with is kept too, before it is sent: a lost answer can be asked for
// again, and there is never a second token.

const keptSchema = z.object({
  state: z.object({
    manifest: z.string(),
    message: z.string(),
    inverse: z.string(),
    blinded: z.string(),
  }),
  token: z.string(),
});
export type KeptVote = z.infer<typeof keptSchema>;

const prefix = "innova.vote.";

/** Under which a person's vote token of an edition is kept. */
export const voteKeyOf = ({ editionId, sub }: { editionId: string; sub: string }) =>
  `${prefix}${editionId}.${sub}`;

/** What this browser keeps under a key, or null. */
export function keptVote(key: string): KeptVote | null {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(key) ?? ""));
  } catch {
    return null;
  }
}

/** Keeps it, in a browser that is somebody's own. */
export function keepVote(key: string, kept: KeptVote): void {
  localStorage.setItem(key, JSON.stringify(kept));
}

/**
 * All finished vote tokens of an edition in this browser, with the manifest they were asked for
 * under.
 */
export function votesHere(editionId: string): { token: string; manifest: string }[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${editionId}.`));
  return keys.flatMap((key) => {
    const kept = keptVote(key);
    return kept?.token ? [{ token: kept.token, manifest: kept.state.manifest }] : [];
  });
}

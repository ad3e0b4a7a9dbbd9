import * as z from "zod/mini";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import type { Draft } from "#app/domain/proposal/proposal.ts";
import { draftSchema } from "#app/domain/proposal/content.ts";
import { excerptSchema } from "#app/domain/self-identification/excerpt.ts";
import { inFileStore } from "#app/ui/kept/kept-files.ts";
import { draftKeyOf, walletKeyOf } from "#app/ui/kept/kept-passes.ts";
import type { Attached } from "#app/routes/p/parts/attached.ts";
import { type Kept, kept, keptBy, type Shelf } from "./kept.ts";

// The draft of a proposal, its words and its attachments. It belongs to a wallet; one begun without
// a pass is nobody's.

/** A value as JSON in this browser, read by its schema. */
export function shelfOf<T>(key: string, schema: z.ZodMiniType<T>): Shelf<T> {
  return {
    read: () => {
      try {
        return schema.parse(JSON.parse(localStorage.getItem(key) ?? ""));
      } catch {
        return null;
      }
    },
    write: (value) => localStorage.setItem(key, JSON.stringify(value)),
    remove: () => localStorage.removeItem(key),
  };
}

/**
 * Does the draft of an edition and owner stay in this browser? Where the wallet does, or it was
 * said of the draft itself.
 */
function staysHere(editionId: string, sub: string | null): boolean {
  const key = sub ? walletKeyOf({ editionId, sub }) : draftKeyOf(editionId, null);
  return localStorage.getItem(key) !== null;
}

/** A draft's name: its edition, and the account of its owner. */
const nameOf = (editionId: string, sub: string | null) => `${editionId}.${sub ?? ""}`;
const partsOf = (name: string): [string, string | null] => {
  const [editionId = "", sub = ""] = name.split(".");
  return [editionId, sub || null];
};

const words = keptBy<Draft>((name) => {
  const [editionId, sub] = partsOf(name);
  const key = draftKeyOf(editionId, sub);
  return kept({
    key,
    nothing: {},
    shelf: shelfOf(key, draftSchema),
    staysHere: () => staysHere(editionId, sub),
  });
});

/** An attachment as a browser kept it. */
export const attachedSchema: z.ZodMiniType<Attached> = z.object({
  kind: fileKind,
  sha256: z.string(),
  size: z.int(),
  passages: z._default(z.array(excerptSchema), []),
  cleaned: z.nullable(z.object({ bytes: z.string(), tag: z.string() })),
});
const attached = z.array(attachedSchema);

const files = keptBy<Attached[]>((name) => {
  const [editionId, sub] = partsOf(name);
  const entry = draftKeyOf(editionId, sub).replace("innova.draft.", "");
  return kept<Attached[]>({
    key: `innova.files.${entry}`,
    nothing: [],
    shelf: {
      read: async () =>
        attached.safeParse(await inFileStore<unknown>("readonly", (store) => store.get(entry)))
          .data ?? null,
      write: async (all) =>
        void (await inFileStore<unknown>("readwrite", (store) =>
          all.length > 0 ? store.put(all, entry) : store.delete(entry),
        )),
      remove: () =>
        // none is kept then
        void inFileStore("readwrite", (store) => store.delete(entry)).catch(() => undefined),
    },
    staysHere: () => staysHere(editionId, sub),
  });
});

/** The words of somebody's draft for an edition; `sub` null: of whoever has no pass. */
export const draftOf = (editionId: string, sub: string | null): Kept<Draft> =>
  words(nameOf(editionId, sub));

/** Its attachments. */
export const filesOf = (editionId: string, sub: string | null): Kept<Attached[]> =>
  files(nameOf(editionId, sub));

/** Is there nothing in it? */
export function isBlank(draft: Draft): boolean {
  return Object.values(draft).every((value) => value === undefined || value.length === 0);
}

/** Gives a draft that was begun without a pass to the wallet it will be handed in with. */
export function adopt(editionId: string, sub: string): void {
  const [words, files] = [draftOf(editionId, null), filesOf(editionId, null)];
  const [written, attached] = [words.state().value, files.state().value];
  draftOf(editionId, sub).set(() => written);
  if (attached.length > 0) filesOf(editionId, sub).set(() => attached);
  words.forget();
  files.forget();
}

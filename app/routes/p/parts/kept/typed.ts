import * as z from "zod/mini";
import type { ProposerKind } from "#app/domain/screening/dialogue.ts";
import type { Draft } from "#app/domain/proposal/proposal.ts";
import { draftSchema } from "#app/domain/proposal/content.ts";
import { fromUtf8, hash, toHex, utf8 } from "#app/sealing/bytes.ts";
import { inFileStore } from "#app/ui/kept/kept-files.ts";
import type { Attached } from "#app/routes/p/parts/attached.ts";
import { attachedSchema } from "./drafts.ts";
import { type Kept, kept, keptBy, type Shelf } from "./kept.ts";

// What is typed about a proposal that was handed in: a change of it, an answer to the organisers.
// In a browser that keeps drafts it stays there encrypted under a key made of the receipt's, and
// under a name that the server does not know: only whoever has the receipt can read it, or tell
// which proposal it is about.

const ownKey = "innova.own";

/** Was this browser said to be somebody's own, or is it known by what it keeps? */
export function isOwn(): boolean {
  return Object.keys(localStorage).some(
    (key) => key === ownKey || key.startsWith("innova.wallet.") || key.startsWith("innova.draft."),
  );
}

/** Says that this browser is somebody's own. */
export function sayOwn(): void {
  localStorage.setItem(ownKey, "yes");
}

function shelfUnder<T>(accessKey: string, what: string, schema: z.ZodMiniType<T>): Shelf<T> {
  const entry = `typed.${toHex(hash(`innova.to/typed/name/v1|${what}|`, accessKey)).slice(0, 32)}`;
  const key = crypto.subtle.importKey(
    "raw",
    new Uint8Array(hash("innova.to/typed/key/v1|", accessKey)),
    "AES-GCM",
    false,
    ["encrypt", "decrypt"],
  );
  return {
    read: async () => {
      const stored = storedSchema.safeParse(
        await inFileStore<unknown>("readonly", (store) => store.get(entry)),
      ).data;
      if (!stored) return null;
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: stored.iv },
        await key,
        stored.sealed,
      );
      return schema.safeParse(JSON.parse(fromUtf8(new Uint8Array(plain)))).data ?? null;
    },
    write: async (value, isCurrent) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(
        await crypto.subtle.encrypt(
          { name: "AES-GCM", iv },
          await key,
          new Uint8Array(utf8(JSON.stringify(value))),
        ),
      );
      if (isCurrent())
        await inFileStore<unknown>("readwrite", (store) => store.put({ iv, sealed }, entry));
    },
    remove: () =>
      // none is kept then
      void inFileStore("readwrite", (store) => store.delete(entry)).catch(() => undefined),
  };
}

const storedSchema = z.object({
  iv: z.instanceof(Uint8Array<ArrayBuffer>),
  sealed: z.instanceof(Uint8Array<ArrayBuffer>),
});

/** A change that was not handed in yet; `of` is the hash of the text and files it changes. */
export type Change = { of: string; draft: Draft; files: Attached[] };

const changeSchema = z.nullable(
  z.object({ of: z.string(), draft: draftSchema, files: z.array(attachedSchema) }),
);

/**
 * The change of a proposal that is being typed, by the receipt's access key; null when there is
 * none.
 */
export const changeOf: (accessKey: string) => Kept<Change | null> = keptBy<Change | null>(
  (accessKey) =>
    kept<Change | null>({
      key: `typed change ${accessKey}`,
      nothing: null,
      shelf: shelfUnder(accessKey, "change", changeSchema),
      staysHere: isOwn,
    }),
);

const messagesOf = (kind: ProposerKind) =>
  keptBy<string>((accessKey) =>
    kept<string>({
      key: `typed ${kind} ${accessKey}`,
      nothing: "",
      shelf: shelfUnder(accessKey, kind, z.string()),
      staysHere: isOwn,
    }),
  );
const messages = { ANSWER: messagesOf("ANSWER"), CONTEST: messagesOf("CONTEST") };

/** The message to the organisers that is being typed. */
export const messageOf = (kind: ProposerKind, accessKey: string): Kept<string> =>
  messages[kind](accessKey);

const tookPartState = z.object({
  issuerSpki: z.string(),
  message: z.string(),
  inverse: z.string(),
  blinded: z.string(),
});
const askedSchema = z.nullable(z.object({ state: tookPartState, token: z.string() }));

/**
 * What a 'took part' token was asked for with, kept before it is sent so that a lost answer can be
 * asked for again; then the token.
 */
export const askedOf: (accessKey: string) => Kept<z.infer<typeof askedSchema>> = keptBy(
  (accessKey) =>
    kept<z.infer<typeof askedSchema>>({
      key: `took part ${accessKey}`,
      nothing: null,
      shelf: shelfUnder(accessKey, "took-part", askedSchema),
      staysHere: isOwn,
    }),
);

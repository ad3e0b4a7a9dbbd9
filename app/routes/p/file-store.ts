import * as z from "zod/mini";
import { fileKind } from "#app/domain/file-kind.ts";
import { excerptSchema } from "#app/domain/self-identification-excerpt.ts";
import type { Attached } from "./attached.ts";
import { isShared } from "./client.ts";

// Attachments of a draft, kept in this browser beside it: they are too large for where the draft's words are. On a shared
// computer nothing outlives the tab, so there they are not kept at all, and the page says so.

const database = "innova.files";
const attached = z.array(z.object({ kind: fileKind, sha256: z.string(), size: z.int(), cleaned: z.nullable(z.object({ bytes: z.string(), tag: z.string() })), passages: z._default(z.array(excerptSchema), []) }));

/** The attachments kept for an edition's draft; none when there are none, or this browser keeps nothing. */
export async function loadFiles(editionId: string): Promise<Attached[]> {
  try {
    return attached.parse(await inStore("readonly", (store) => store.get(editionId)));
  } catch {
    return [];
  }
}

/** Keeps them; false when this browser does not, and they must be chosen again after the tab is closed. */
export async function saveFiles(editionId: string, files: readonly Attached[]): Promise<boolean> {
  if (isShared()) return false;
  try {
    await inStore<unknown>("readwrite", (store) => (files.length > 0 ? store.put(files, editionId) : store.delete(editionId)));
    return true;
  } catch {
    return false;
  }
}

/** Forgets the attachments of every draft. */
export function forgetFiles(): void {
  indexedDB.deleteDatabase(database);
}

function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => { readonly result: T }): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore("drafts");
    opening.onerror = () => reject(new Error("IndexedDB is closed"));
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("drafts", mode);
      const request = act(transaction.objectStore("drafts"));
      const done = (settle: () => void) => () => {
        opening.result.close(); // an open database could not be deleted
        settle();
      };
      transaction.oncomplete = done(() => resolve(request.result));
      transaction.onabort = done(() => reject(new Error("IndexedDB is full")));
    };
  });
}

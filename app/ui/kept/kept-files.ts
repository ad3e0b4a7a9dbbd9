// Attachments of drafts in this browser: they are too large for where a draft's words are. Each
// draft has its own entry.

const database = "innova.files";

/** Does something in the store of attachments. Throws when the browser keeps none. */
export function inFileStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => { readonly result: T },
): Promise<T> {
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

/** Forgets the attachments of every draft. */
export function forgetKeptFiles(): void {
  indexedDB.deleteDatabase(database);
}

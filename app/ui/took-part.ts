// Where a browser keeps a 'took part' token between the anonymous page, which gets it, and the desk, which spends it.

export const tookPartKey = (editionId: string) => `innova.took-part.${editionId}`;

/** The token kept in this browser, or nothing. */
export function tookPartHere(editionId: string): string {
  return localStorage.getItem(tookPartKey(editionId)) ?? sessionStorage.getItem(tookPartKey(editionId)) ?? "";
}

/** Forgets the token, and what it was asked for with. */
export function forgetTookPart(editionId: string): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) if (key.startsWith(tookPartKey(editionId))) storage.removeItem(key);
  }
}

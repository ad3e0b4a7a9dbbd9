// Where a browser of their own keeps a 'took part' token between the anonymous page, which gets it,
// and the desk, which spends it.

const keyOf = (editionId: string) => `innova.took-part.${editionId}`;

/** The token kept in this browser, or nothing. */
export function tookPartHere(editionId: string): string {
  return localStorage.getItem(keyOf(editionId)) ?? "";
}

/** Keeps it for the desk. */
export function keepTookPart(editionId: string, token: string): void {
  localStorage.setItem(keyOf(editionId), token);
}

/** Forgets the token. */
export function forgetTookPart(editionId: string): void {
  localStorage.removeItem(keyOf(editionId));
}

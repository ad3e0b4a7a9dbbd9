// What may be attached to a proposal, and what it is called: the name a file came with is dropped
// in the browser.

export const fileKinds = ["pdf", "png", "jpeg"] as const;
export type FileKind = (typeof fileKinds)[number];

/** At the most, for one proposal; `bytes` counts all its files together, cleaned. */
export const fileLimits = { count: 5, bytes: 5 * 1024 * 1024 } as const;

/** Cleaned files as they stand in a proposal's hash; `sha256` in hexadecimal. */
export type FileMark = { kind: FileKind; sha256: string };

const endings = { pdf: "pdf", png: "png", jpeg: "jpg" } as const satisfies Record<FileKind, string>;

/** The neutral name of a proposal's file at this position (from 1): `allegato-1.pdf`. */
export function fileName(position: number, kind: FileKind): string {
  return `allegato-${position}.${endings[kind]}`;
}

const mediaTypes = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
} as const satisfies Record<FileKind, string>;

export function mediaType(kind: FileKind): string {
  return mediaTypes[kind];
}

/** A proposal's file without its bytes: its place (from 1), what it is, and its size in bytes. */
export type FileEntry = { position: number; kind: FileKind; size: number };

import { z } from "zod";

// What may be attached to a proposal, and what it is called: the name a file came with is dropped in the browser.

export const fileKinds = ["pdf", "png", "jpeg"] as const;
export const fileKind = z.enum(fileKinds);
export type FileKind = z.infer<typeof fileKind>;

/** At the most, for one proposal; `bytes` counts all its files together, cleaned. */
export const fileLimits = { count: 5, bytes: 5 * 1024 * 1024 } as const;

/** Cleaned files as they stand in a proposal's hash; `sha256` in hexadecimal. */
export type FileMark = { kind: FileKind; sha256: string };

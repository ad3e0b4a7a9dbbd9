/** Why a file is not taken, as a key under i18n `reason.*`. */
export const cleaningReasons = [
  "file-kind",
  "file-office",
  "file-heic",
  "file-broken",
  "file-encrypted",
  "file-signed",
  "file-image-format",
  "file-pixels",
  "file-pages",
  "file-complex",
  "file-large",
  "file-traces",
] as const;
export type CleaningReason = (typeof cleaningReasons)[number];

/** The file cannot be cleaned, or what came out still holds traces. */
export class NotCleanable extends Error {
  override name = "NotCleanable";
  constructor(readonly reason: CleaningReason) {
    super(reason);
  }
}

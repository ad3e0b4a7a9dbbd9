import { NotCleanable } from "./not-cleanable.ts";

/**
 * What cleaning one file may come to. Beyond it the file is refused: small files can unpack to
 * gigabytes.
 */
export const limits = {
  pages: 60,
  /** what one stream and all together may unpack to, in bytes */
  stream: 64 * 1024 * 1024,
  unpacked: 256 * 1024 * 1024,
  /** of one image, and of all in a document */
  pixels: 50_000_000,
  allPixels: 200_000_000,
  objects: 50_000,
  depth: 40,
} as const;

/** Counts what one file has come to so far. */
export class CleaningBudget {
  private unpacked = 0;
  private pixels = 0;
  private objects = 0;

  unpack(bytes: number): void {
    this.unpacked += bytes;
    if (this.unpacked > limits.unpacked) throw new NotCleanable("file-complex");
  }

  paint(pixels: number): void {
    this.pixels += pixels;
    if (!(pixels > 0)) throw new NotCleanable("file-broken");
    if (pixels > limits.pixels || this.pixels > limits.allPixels)
      throw new NotCleanable("file-pixels");
  }

  object(depth: number): void {
    this.objects += 1;
    if (this.objects > limits.objects || depth > limits.depth)
      throw new NotCleanable("file-complex");
  }
}

import sharp from "sharp";

/** A drawing of ours, as SVG, as a PNG of the same size. */
export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await sharp(Buffer.from(svg)).png({ palette: true, colours: 64 }).toBuffer(),
  );
}

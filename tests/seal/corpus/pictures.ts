import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

/** A small photograph of nothing in particular. */
export function photograph(width = 64, height = 48): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: 40, g: 120, b: 200 } } })
    .jpeg()
    .toBuffer();
}

export function drawing(width = 64, height = 48): Promise<Buffer> {
  return sharp({
    create: { width, height, channels: 4, background: { r: 200, g: 60, b: 20, alpha: 0.5 } },
  })
    .png()
    .toBuffer();
}

/** A JPEG with these segments behind its start. */
export function withSegments(
  jpeg: Buffer,
  ...segments: [marker: number, data: Buffer | string][]
): Buffer {
  const added = segments.map(([marker, data]) => {
    const bytes = typeof data === "string" ? Buffer.from(data, "latin1") : data;
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(bytes.length + 2, 2);
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...added, jpeg.subarray(2)]);
}

/**
 * An EXIF block: maker's strings under Artist, Copyright and Software, a place, and `thumbnail`
 * behind them.
 */
export function exif(text: string, thumbnail: Buffer = Buffer.alloc(0), orientation = 1): Buffer {
  const value = Buffer.from(`${text}\0`, "latin1");
  const tags = [0x0112, 0x0131, 0x013b, 0x8298, 0x8825];
  const gpsAt = 8 + 2 + tags.length * 12 + 4;
  const gps = Buffer.alloc(2 + 12 + 4);
  gps.writeUInt16BE(1, 0);
  gps.writeUInt16BE(0x001b, 2); // processing method
  gps.writeUInt16BE(2, 4);
  gps.writeUInt32BE(value.length, 6);
  gps.writeUInt32BE(gpsAt + gps.length, 10);
  const textAt = gpsAt + gps.length;
  const ifd = Buffer.alloc(2 + tags.length * 12 + 4);
  ifd.writeUInt16BE(tags.length, 0);
  for (const [i, tag] of tags.entries()) {
    const at = 2 + i * 12;
    const [type, count, content] =
      tag === 0x0112
        ? [3, 1, orientation << 16]
        : tag === 0x8825
          ? [4, 1, gpsAt]
          : [2, value.length, textAt];
    ifd.writeUInt16BE(tag, at);
    ifd.writeUInt16BE(type, at + 2);
    ifd.writeUInt32BE(count, at + 4);
    ifd.writeUInt32BE(content, at + 8);
  }
  return Buffer.concat([Buffer.from("MM\0*\0\0\0\x08", "latin1"), ifd, gps, value, thumbnail]);
}

export const exifSegment = (block: Buffer): [number, Buffer] => [
  0xe1,
  Buffer.concat([Buffer.from("Exif\0\0", "latin1"), block]),
];

export function xmp(text: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description><dc:creator>${text}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** A PNG with these chunks before its pixels. */
export function withChunks(
  png: Buffer,
  ...chunks: [type: string, data: Buffer | string][]
): Buffer {
  const at = png.indexOf("IDAT") - 4;
  return Buffer.concat([
    png.subarray(0, at),
    ...chunks.map(([type, data]) =>
      chunk(type, typeof data === "string" ? Buffer.from(data, "latin1") : data),
    ),
    png.subarray(at),
  ]);
}

export function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/**
 * A PNG of `side` × `side` white bits: a few kilobytes that unpack to side² / 8 bytes and side²
 * pixels.
 */
export function hugePng(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side), { level: 9 });
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/**
 * Facsimile data as they stand in a document, in the TIFF around them that image libraries read.
 * `k` is PDF's: below zero Group 4, zero Group 3 in one dimension, above in two.
 */
export function faxTiff(
  data: Uint8Array,
  { width, height, k }: { width: number; height: number; k: number },
): Buffer {
  const tags: [number, number][] = [
    [256, width],
    [257, height],
    [258, 1],
    [259, k < 0 ? 4 : 3],
    [262, 0],
    [273, 0],
    [277, 1],
    [278, height],
    [279, data.length],
    [292, k > 0 ? 1 : 0],
  ];
  const head = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
  head.write("II", 0, "latin1");
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  for (const [i, [tag, value]] of tags.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(4, at + 2); // LONG
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(tag === 273 ? head.length : value, at + 8);
  }
  return Buffer.concat([head, data]);
}

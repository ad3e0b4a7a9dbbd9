// Font programs made by hand: just enough of each to hold what real ones hold.

export function trueType(text: string): Buffer {
  const tables: [string, Buffer][] = [
    ["DSIG", Buffer.from(text, "utf16le").swap16()],
    ["glyf", Buffer.from([0, 0, 0, 0])],
    ["head", Buffer.alloc(54, 1)],
    [
      "name",
      Buffer.concat([
        Buffer.from([0, 0, 0, 1, 0, 18, 0, 1, 0, 0, 0, 0, 0, 9, 0, text.length, 0, 0]),
        Buffer.from(text, "latin1"),
      ]),
    ],
  ];
  const head = Buffer.alloc(12 + tables.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  let at = head.length;
  for (const [i, [tag, data]] of tables.entries()) {
    head.write(tag, 12 + i * 16, "latin1");
    head.writeUInt32BE(at, 20 + i * 16);
    head.writeUInt32BE(data.length, 24 + i * 16);
    at += data.length;
  }
  return Buffer.concat([head, ...tables.map(([, data]) => data)]);
}

const index = (...entries: Buffer[]) => {
  let at = 1;
  const offsets = [at, ...entries.map((entry) => (at += entry.length))];
  const numbers = Buffer.concat(offsets.map((offset) => Buffer.from([offset >> 8, offset & 255])));
  return Buffer.concat([Buffer.from([0, entries.length, 2]), numbers, ...entries]);
};

export function compact(text: string): Buffer {
  // Notice (1) is string 391, the first of the font's own; 391 is written 28 1 135
  const top = Buffer.from([28, 1, 135, 1]);
  return Buffer.concat([
    Buffer.from([1, 0, 4, 2]),
    index(Buffer.from(text, "latin1")),
    index(top),
    index(Buffer.from(text, "latin1")),
    Buffer.from([0, 0]),
  ]);
}

export function type1(text: string): Buffer {
  return Buffer.from(
    `%!PS-AdobeFont-1.0: ${text}\n% by ${text}\n12 dict begin /FontInfo 2 dict dup begin\n/Notice ((c) ${text} \\) all) readonly def\n/FullName (${text}) def end\n/FontName /${text} def\ncurrentfile eexec\n\x01\x02\x03`,
    "latin1",
  );
}

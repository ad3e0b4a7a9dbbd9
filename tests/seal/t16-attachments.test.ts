import { inflateSync } from "node:zlib";
import { PDFDocument, PDFName } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { cleanedApart } from "#app/deposit/cleaning.server.ts";
import { clean } from "#app/deposit/cleaning/clean.ts";
import { NotCleanable } from "#app/deposit/cleaning/not-cleanable.ts";
import { runIsolated } from "#app/platform/files/isolated.server.ts";
import { type Case, corpus } from "./corpus/index.ts";
import { exif, exifSegment, photograph, withSegments } from "./corpus/pictures.ts";
import { RawPdf } from "./corpus/raw-pdf.ts";

// T16: what is attached tells nothing of who made it. Every file of the corpus holds a canary
// somewhere; the search below finds it there, and must not find it in what is kept.

let files: Case[];
const greedy = "tests/seal/corpus/greedy.ts";

beforeAll(async () => {
  files = await corpus();
}, 120_000);

afterEach(() => void vi.unstubAllEnvs());

/** A file cleaned where the server cleans it. */
async function cleaned(bytes: Buffer): Promise<{ kind: string; bytes: Uint8Array }> {
  const outcome = await cleanedApart(bytes);
  if ("reason" in outcome) throw new NotCleanable(outcome.reason);
  return outcome;
}

describe("T16: attachments", () => {
  test("the corpus has at least forty files to clean, and thirty to refuse", () => {
    expect(files.filter(({ kind }) => kind).length).toBeGreaterThanOrEqual(40);
    expect(files.filter(({ reason }) => reason).length).toBeGreaterThanOrEqual(30);
  });

  test("control: the search finds every canary in the files as they come", () => {
    expect(
      files.filter(({ canary, bytes }) => canary && !holds(bytes, canary)).map(({ name }) => name),
    ).toEqual([]);
  });

  test("no canary survives in what is kept, raw or unpacked, and text stays text", async () => {
    const wrong: string[] = [];
    for (const { name, bytes, canary, kind } of files.filter((each) => each.kind)) {
      const outcome = await clean(bytes).catch((error: unknown) => ({
        kind: String(error),
        bytes: new Uint8Array(),
      }));
      if (outcome.kind !== kind) wrong.push(`${name}: ${outcome.kind}`);
      if (holds(outcome.bytes, canary!)) wrong.push(`${name}: the canary is still there`);
      if (
        kind === "pdf" &&
        !holds(outcome.bytes, "(Testo visibile) Tj") &&
        !holds(outcome.bytes, "<546573746F207669736962696C65> Tj")
      )
        wrong.push(`${name}: the text is gone`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test("what is refused is refused with its reason", async () => {
    const wrong: string[] = [];
    for (const { name, bytes, reason } of files.filter((each) => each.reason)) {
      const outcome = await (reason === "file-complex" ? cleaned : clean)(bytes).then(
        ({ kind }) => kind,
        (error: Error) => error.message,
      );
      if (outcome !== reason) wrong.push(`${name}: ${outcome} instead of ${reason}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test.each(["time", "memory", "words"])(
    "what takes too much %s is ended, and takes nothing along",
    async (what) => {
      expect(
        await runIsolated(greedy, Buffer.from(what), {
          seconds: 2,
          memory: 1024,
          answer: 1_000_000,
        }),
      ).toBeNull();
    },
  );

  test("it is run without the server's environment, which has its keys", async () => {
    vi.stubEnv("APP_KEK", Buffer.alloc(32).toString("base64"));
    expect(
      await runIsolated(greedy, Buffer.from("nothing"), {
        seconds: 20,
        memory: 1024,
        answer: 1000,
      }),
    ).toEqual(Buffer.from("[]"));
  });

  test("control: cleaners that only take the well-known traces away are caught", async () => {
    const caught = { pdf: 0, picture: 0 };
    for (const { bytes, canary, kind } of files.filter((each) => each.kind)) {
      const naive = await (kind === "pdf" ? naivePdf(bytes) : naivePicture(bytes)).catch(() =>
        Buffer.alloc(0),
      );
      if (holds(naive, canary!)) caught[kind === "pdf" ? "pdf" : "picture"] += 1;
    }
    expect(caught.pdf).toBeGreaterThan(30);
    expect(caught.picture).toBeGreaterThan(4);
  }, 120_000);
});

describe("what stays", () => {
  test("the same file gives the same bytes, and a cleaned one passes through again", async () => {
    const pdf = new RawPdf().build();
    const [first, second] = [await cleaned(pdf), await cleaned(pdf)];
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true);
    await expect(cleaned(Buffer.from(first.bytes))).resolves.toMatchObject({ kind: "pdf" });
  }, 60_000);

  test("a page may be about authors and metadata", async () => {
    const pdf = new RawPdf();
    pdf.content =
      "BT /F1 9 Tf 72 700 Td (Il campo /Author) Tj [(xmp) -20 (meta: /Creator \\(si legge\\))] TJ ET";
    await expect(clean(pdf.build())).resolves.toMatchObject({ kind: "pdf" });
  });

  test("the map from codes to text stays whole, so that what is drawn can be read aloud", async () => {
    const pdf = new RawPdf();
    const map = pdf.stream(
      "/CIDInit /ProcSet findresource begin begincmap /CMapName /Mia def 1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfchar <0003> <00E8> <0004> <00660066> endbfchar\n1 beginbfrange <0010> <0012> [<0041> <0042> <0043>] endbfrange endcmap",
    );
    const glyphs = pdf.add(
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [3 [500]] >>",
    );
    pdf.fonts.push(
      `/F2 ${pdf.add(`<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [${glyphs}] /ToUnicode ${map} >>`)}`,
    );
    pdf.content += "BT /F2 12 Tf 72 600 Td <00030004> Tj ET\n";
    const { bytes } = await clean(pdf.build());
    for (const kept of [
      "<0003> <00E8> <0004> <00660066>",
      "<0010> <0012> [ <0041> <0042> <0043> ]",
      "<0000> <ffff>",
      "<00030004> Tj",
    ])
      expect(holds(bytes, kept)).toBe(true);
  });

  test("a photograph is turned upright before its orientation is forgotten", async () => {
    const lying = withSegments(await photograph(80, 40), exifSegment(exif("x", undefined, 6)));
    const { bytes } = await clean(lying);
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ width: 40, height: 80 });
    expect(
      Object.keys(metadata).filter((key) =>
        ["exif", "icc", "xmp", "iptc", "orientation"].includes(key),
      ),
    ).toEqual([]);
  });

  test("transparency stays", async () => {
    const png = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    const { bytes } = await clean(png);
    expect([...(await sharp(bytes).raw().toBuffer()).subarray(0, 4)]).toEqual([1, 2, 3, 128]);
  });

  test("no cleaned picture has a part that holds anything but its pixels", async () => {
    for (const { bytes, kind } of files.filter(
      (each) => each.kind === "png" || each.kind === "jpeg",
    )) {
      const outcome = await clean(bytes);
      const parts =
        kind === "png"
          ? chunksOf(Buffer.from(outcome.bytes))
          : segmentsOf(Buffer.from(outcome.bytes));
      expect(parts.filter((part) => !harmless.has(part))).toEqual([]);
    }
  });
});

const harmless = new Set([
  "IHDR",
  "PLTE",
  "tRNS",
  "pHYs",
  "IDAT",
  "IEND",
  "ffe0",
  "ffdb",
  "ffc0",
  "ffc4",
  "ffda",
]);

function chunksOf(png: Buffer): string[] {
  const types: string[] = [];
  for (let at = 8; at + 8 <= png.length; at += 12 + png.readUInt32BE(at))
    types.push(png.toString("latin1", at + 4, at + 8));
  return types;
}

function segmentsOf(jpeg: Buffer): string[] {
  const markers: string[] = [];
  for (let at = 2; markers.at(-1) !== "ffda"; at += 2 + jpeg.readUInt16BE(at + 2))
    markers.push(jpeg.toString("hex", at, at + 2));
  return markers;
}

/** What is found in tutorials: forget the author and the XMP of the document. */
async function naivePdf(bytes: Buffer): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  for (const set of [
    document.setAuthor,
    document.setTitle,
    document.setCreator,
    document.setProducer,
  ])
    set.call(document, "");
  document.catalog.delete(PDFName.of("Metadata"));
  return document.save({ useObjectStreams: false });
}

/** Forgets the EXIF block and keeps the rest. */
async function naivePicture(bytes: Buffer): Promise<Buffer> {
  const at = bytes.indexOf("Exif\0\0", 0, "latin1");
  return at < 0
    ? bytes
    : Buffer.concat([
        bytes.subarray(0, at - 4),
        bytes.subarray(at - 2 + bytes.readUInt16BE(at - 2)),
      ]);
}

/**
 * True when the text stands in the bytes or in whatever can be unpacked from them: as it is, in
 * UTF-16, hexadecimal or escaped.
 */
function holds(bytes: Uint8Array, text: string, depth = 0): boolean {
  const buffer = Buffer.from(bytes);
  const wide = Buffer.from(text, "utf16le");
  const forms = [Buffer.from(text, "latin1"), wide, Buffer.from(wide).swap16()];
  if (forms.some((form) => buffer.includes(form))) return true;
  const all = buffer.toString("latin1");
  if (forms.some((form) => all.toLowerCase().includes(form.toString("hex")))) return true;
  if (
    all
      .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
      .includes(text)
  )
    return true;
  return depth < 4 && packedIn(buffer).some((inner) => holds(inner, text, depth + 1));
}

function packedIn(buffer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = buffer.indexOf(0x78); at >= 0; at = buffer.indexOf(0x78, at + 1)) {
    // the check of a zlib header
    if (buffer.readUInt16BE(Math.min(at, buffer.length - 2)) % 31 !== 0) continue;
    try {
      found.push(inflateSync(buffer.subarray(at), { maxOutputLength: 20_000_000 }));
    } catch {
      // it only looked like one
    }
  }
  return found;
}

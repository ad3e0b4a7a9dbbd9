import type { FileKind } from "#app/domain/proposal/attachment.ts";
import type { CleaningReason } from "#app/deposit/cleaning/not-cleanable.ts";
import { plantedPdfs, refusedPdfs } from "./documents.ts";
import {
  chunk,
  drawing,
  exif,
  exifSegment,
  hugePng,
  photograph,
  withChunks,
  withSegments,
  xmp,
} from "./pictures.ts";
import { RawPdf } from "./raw-pdf.ts";
import { deflateSync } from "node:zlib";

/**
 * A file of the corpus: it holds `canary` and is to be cleaned as `kind`, or it is to be refused
 * for `reason`.
 */
export type Case = {
  name: string;
  bytes: Buffer;
  canary?: string;
  kind?: FileKind;
  reason?: CleaningReason;
};

/** Ordinary and hostile files, all made here. */
export async function corpus(): Promise<Case[]> {
  return [
    ...(await plantedPdfs()),
    ...(await plantedPictures()),
    ...(await refusedPdfs()),
    ...(await refusedPictures()),
    ...others,
  ];
}

async function plantedPictures(): Promise<Case[]> {
  const [jpeg, png] = [await photograph(), await drawing()];
  const places: [string, FileKind, (canary: string) => Buffer | Promise<Buffer>][] = [
    ["JPEG: EXIF with artist and place", "jpeg", (c) => withSegments(jpeg, exifSegment(exif(c)))],
    [
      "JPEG: thumbnail with EXIF",
      "jpeg",
      async (c) =>
        withSegments(
          jpeg,
          exifSegment(exif("x", withSegments(await photograph(8, 8), exifSegment(exif(c))))),
        ),
    ],
    [
      "JPEG: XMP",
      "jpeg",
      (c) => withSegments(jpeg, [0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp(c)}`]),
    ],
    [
      "JPEG: IPTC by-line",
      "jpeg",
      (c) =>
        withSegments(jpeg, [
          0xed,
          `Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x40\x1c\x02\x50\0\x20${c}`,
        ]),
    ],
    ["JPEG: comment", "jpeg", (c) => withSegments(jpeg, [0xfe, c])],
    [
      "JPEG: colour profile",
      "jpeg",
      (c) => withSegments(jpeg, [0xe2, `ICC_PROFILE\0\x01\x01${c}`]),
    ],
    ["JPEG: segment of a maker", "jpeg", (c) => withSegments(jpeg, [0xef, c])],
    [
      "JPEG: an archive behind its end",
      "jpeg",
      (c) => Buffer.concat([jpeg, Buffer.from(`PK\x03\x04${c}`, "latin1")]),
    ],
    [
      "JPEG: a PDF inside its comment",
      "jpeg",
      (c) => withSegments(jpeg, [0xfe, Buffer.concat([Buffer.from(c), new RawPdf().build()])]),
    ],
    ["PNG: text", "png", (c) => withChunks(png, ["tEXt", `Author\0${c}`])],
    [
      "PNG: deflated text",
      "png",
      (c) =>
        withChunks(png, [
          "zTXt",
          Buffer.concat([Buffer.from("Author\0\0", "latin1"), deflateSync(Buffer.from(c))]),
        ]),
    ],
    ["PNG: XMP", "png", (c) => withChunks(png, ["iTXt", `XML:com.adobe.xmp\0\0\0\0\0${xmp(c)}`])],
    ["PNG: EXIF", "png", (c) => withChunks(png, ["eXIf", exif(c)])],
    [
      "PNG: colour profile",
      "png",
      (c) =>
        withChunks(png, [
          "iCCP",
          Buffer.concat([Buffer.from(`${c}\0\0`, "latin1"), deflateSync(Buffer.from(c))]),
        ]),
    ],
    ["PNG: a chunk of its own", "png", (c) => withChunks(png, ["maRi", c])],
    [
      "PNG: chunks behind its end",
      "png",
      (c) => Buffer.concat([png, chunk("tEXt", Buffer.from(`Author\0${c}`, "latin1"))]),
    ],
  ];
  return Promise.all(
    places.map(async ([name, kind, plant], i) => ({
      name,
      kind,
      canary: `CANARINO${i}LuciaBianchi`,
      bytes: await plant(`CANARINO${i}LuciaBianchi`),
    })),
  );
}

async function refusedPictures(): Promise<Case[]> {
  const [jpeg, png] = [await photograph(), await drawing()];
  return [
    { name: "JPEG: cut off", bytes: jpeg.subarray(0, jpeg.length - 30), reason: "file-broken" },
    {
      name: "JPEG: nothing but its first bytes",
      bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      reason: "file-broken",
    },
    { name: "PNG: cut off", bytes: png.subarray(0, png.length - 40), reason: "file-broken" },
    {
      name: "PNG: nine hundred million pixels in a few kilobytes",
      bytes: hugePng(30_000),
      reason: "file-pixels",
    },
  ];
}

const latin1 = (text: string) => Buffer.from(text, "latin1");
const refused = (name: string, start: string, reason: CleaningReason): Case => ({
  name,
  bytes: latin1(start.padEnd(200, "\0")),
  reason,
});

const others: Case[] = [
  refused("a Windows program called relazione.pdf", "MZ\x90\0\x03", "file-kind"),
  refused("a Linux program called foto.png", "\x7fELF\x02\x01\x01", "file-kind"),
  refused("a shell script called foto.jpg", "#!/bin/sh\nrm -rf ~\n", "file-kind"),
  refused("a page with a script", "<!DOCTYPE html><script>alert(1)</script>", "file-kind"),
  refused(
    "a drawing with a script (SVG)",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "file-kind",
  ),
  refused("a GIF that is a PDF further on", "GIF89a\x01\0\x01\0\0\0\0%PDF-1.7\n", "file-kind"),
  refused("a TIFF", "II*\0", "file-kind"),
  refused("a WebP", "RIFF\0\0\0\0WEBPVP8 ", "file-kind"),
  refused("a photograph of a telephone (HEIC)", "\0\0\0\x18ftypheic", "file-heic"),
  refused("a document of Word", "PK\x03\x04\x14\0\x06\0[Content_Types].xml", "file-office"),
  refused(
    "a sheet of OpenDocument",
    "PK\x03\x04\x14\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "file-office",
  ),
  refused("an old document of Word", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-office"),
  refused("a rich text", "{\\rtf1\\ansi{\\info{\\author Mario}}}", "file-office"),
  { name: "nothing", bytes: Buffer.alloc(0), reason: "file-kind" },
];

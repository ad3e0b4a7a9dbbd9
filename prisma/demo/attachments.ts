import { PDFDocument, StandardFonts } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { clean } from "#app/deposit/cleaning/clean.ts";
import { cleanedTag, marked } from "#app/deposit/files.server.ts";
import type { Content } from "#app/domain/proposal/content.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import type { AttachedFile } from "#app/sealing/wallet.ts";

/** What comes with a proposal: of every ninth an estimate, of every sixth a drawing. */
export async function demoAttachments(
  editionId: string,
  at: number,
  text: Content,
): Promise<AttachedFile[]> {
  const files = [
    ...(at % 9 === 0 ? [await estimate(text)] : []),
    ...(at % 6 === 0 ? [await drawing(at)] : []),
  ];
  return Promise.all(files.map((bytes) => cleaned(editionId, bytes)));
}

async function cleaned(editionId: string, bytes: Uint8Array): Promise<AttachedFile> {
  const { kind, bytes: bare } = await clean(bytes);
  return {
    kind,
    bytes: Buffer.from(bare).toString("base64url"),
    tag: toBase64(cleanedTag(editionId, marked(kind, bare))),
  };
}

async function estimate({ title, cost }: Content): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  const write = (line: string, size: number, y: number) =>
    page.drawText(line.replace(/[^\x20-\xff]/g, " "), {
      x: 60,
      y,
      size,
      font,
      maxWidth: 470,
      lineHeight: size * 1.4,
    });
  write("Stima dei costi", 22, 760);
  write(title, 14, 715);
  write(cost || "Nessun costo oltre al tempo di chi ci lavora.", 11, 660);
  return document.save();
}

function drawing(at: number): Promise<Buffer> {
  const bars = Array.from(
    { length: 6 },
    (_, i) =>
      `<rect x="${60 + i * 90}" y="${300 - ((at * 7 + i * 37) % 220)}" width="60" height="${60 + ((at * 7 + i * 37) % 220)}" fill="#0066cc" opacity="${1 - i * 0.12}"/>`,
  );
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="#f8f9fa"/>${bars.join("")}<path d="M40 360H610" stroke="#343a40" stroke-width="2"/></svg>`,
    ),
  )
    .png()
    .toBuffer();
}

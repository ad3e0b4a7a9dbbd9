import { deflateSync } from "node:zlib";
import { PDFDocument, PDFName } from "@cantoo/pdf-lib";
import type { Case } from "./index.ts";
import { compact, trueType, type1 } from "./font-files.ts";
import { exif, exifSegment, photograph, withSegments, xmp } from "./pictures.ts";
import { RawPdf, utf16 } from "./raw-pdf.ts";

/** A PDF in which the canary stands somewhere. */
type Planting = (pdf: RawPdf, canary: string) => void | Promise<void>;

const picture = async (pdf: RawPdf, dict: string, data: Buffer | string) => {
  pdf.resources.push(
    `/XObject << /Im1 ${pdf.stream(data, `/Type /XObject /Subtype /Image ${dict}`)} >>`,
  );
  pdf.content += "q 100 0 0 100 72 500 cm /Im1 Do Q\n";
};
const jpegDict =
  "/Width 64 /Height 48 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode";
const embedded = (pdf: RawPdf, key: string, subtype: string, file: Buffer, dict = "") => {
  const descriptor = pdf.add(
    `<< /Type /FontDescriptor /FontName /Meine /Flags 32 /${key} ${pdf.stream(file, dict)} >>`,
  );
  pdf.fonts.push(
    `/F2 ${pdf.add(`<< /Type /Font /Subtype /${subtype} /BaseFont /Meine /FirstChar 65 /LastChar 65 /Widths [500] /FontDescriptor ${descriptor} >>`)}`,
  );
};

/** Where a PDF can tell whose it is; each must be cleaned and stay readable. */
export const plantings: Record<string, Planting> = {
  "Info: author, in brackets": (pdf, c) =>
    void pdf.trailer.push(
      `/Info ${pdf.add(`<< /Author (${c}) /Creator (${c}) /Producer (${c}) /Title (${c}) >>`)}`,
    ),
  "Info: author, in UTF-16": (pdf, c) =>
    void pdf.trailer.push(`/Info ${pdf.add(`<< /Author ${utf16(c)} >>`)}`),
  "Info: a key of its own": (pdf, c) =>
    void pdf.trailer.push(`/Info ${pdf.add(`<< /SharePointUser (${c}) >>`)}`),
  "file identifier": (pdf, c) => void pdf.trailer.push(`/ID [(${c}) (${c})]`),
  "XMP of the document": (pdf, c) =>
    void pdf.catalog.push(`/Metadata ${pdf.stream(xmp(c), "/Type /Metadata /Subtype /XML")}`),
  "XMP of a page": (pdf, c) =>
    void pdf.page.push(`/Metadata ${pdf.stream(xmp(c), "/Type /Metadata /Subtype /XML")}`),
  "XMP of a picture": (pdf, c) =>
    picture(
      pdf,
      `/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Metadata ${pdf.stream(xmp(c))}`,
      "\x80",
    ),
  "XMP of a font": (pdf, c) =>
    void pdf.fonts.push(
      `/F2 ${pdf.add(`<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Metadata ${pdf.stream(xmp(c))} >>`)}`,
    ),
  "XMP and PieceInfo of a form": (pdf, c) => {
    const form = pdf.stream(
      "0 0 10 10 re f",
      `/Type /XObject /Subtype /Form /BBox [0 0 10 10] /Metadata ${pdf.stream(xmp(c))} /PieceInfo << /Illustrator << /Private (${c}) >> >> /LastModified (${c})`,
    );
    pdf.resources.push(`/XObject << /Fm1 ${form} >>`);
    pdf.content += "/Fm1 Do\n";
  },
  "comment on a page": (pdf, c) =>
    void pdf.page.push(
      `/Annots [${pdf.add(`<< /Type /Annot /Subtype /Text /Rect [0 0 20 20] /T (${c}) /Contents (${c}) /M (D:20260101) >>`)}]`,
    ),
  "comment with a picture of itself": (pdf, c) => {
    const look = pdf.stream(
      `BT /F1 9 Tf (${c}) Tj ET`,
      "/Type /XObject /Subtype /Form /BBox [0 0 90 20]",
    );
    pdf.page.push(
      `/Annots [${pdf.add(`<< /Type /Annot /Subtype /FreeText /Rect [0 0 90 20] /AP << /N ${look} >> /RC (${c}) >>`)}]`,
    );
  },
  "link to an address": (pdf, c) =>
    void pdf.page.push(
      `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:${c}@comune.example) >> >>]`,
    ),
  "PieceInfo of a page": (pdf, c) =>
    void pdf.page.push(
      `/PieceInfo << /Word << /LastModified (D:2026) /Private << /User (${c}) >> >> >>`,
    ),
  "PieceInfo of the document": (pdf, c) =>
    void pdf.catalog.push(`/PieceInfo << /App << /Private ${pdf.stream(c)} >> >>`),
  "thumbnail of a page": (pdf, c) =>
    void pdf.page.push(
      `/Thumb ${pdf.stream(c.padEnd(76 * 106), "/Width 76 /Height 106 /ColorSpace /DeviceGray /BitsPerComponent 8")}`,
    ),
  "attached file": (pdf, c) => {
    const spec = pdf.add(
      `<< /Type /Filespec /F (${c}.docx) /EF << /F ${pdf.stream(`PK ${c}`, "/Type /EmbeddedFile")} >> >>`,
    );
    pdf.catalog.push(`/Names << /EmbeddedFiles << /Names [(${c}) ${spec}] >> >> /AF [${spec}]`);
  },
  portfolio: (pdf, c) =>
    void pdf.catalog.push(
      `/Collection << /Type /Collection /Schema << /User << /N (${c}) >> >> >>`,
    ),
  "script of the document": (pdf, c) =>
    void pdf.catalog.push(`/OpenAction << /S /JavaScript /JS (app.alert\\("${c}"\\)) >>`),
  "action of a page": (pdf, c) =>
    void pdf.page.push(`/AA << /O << /S /JavaScript /JS ${pdf.stream(`app.alert("${c}")`)} >> >>`),
  "form that was filled in": (pdf, c) => {
    const field = pdf.add(
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (cognome) /V (${c}) /Rect [0 0 90 20] /DA (/Helv 9 Tf) >>`,
    );
    pdf.page.push(`/Annots [${field}]`);
    pdf.catalog.push(`/AcroForm << /Fields [${field}] >>`);
  },
  "XFA form": (pdf, c) =>
    void pdf.catalog.push(
      `/AcroForm << /Fields [] /XFA ${pdf.stream(`<xdp><nome>${c}</nome></xdp>`)} >>`,
    ),
  bookmarks: (pdf, c) => {
    pdf.catalog.push(
      `/Outlines ${pdf.add(`<< /Type /Outlines /Count 1 /First ${pdf.add(`<< /Title (${c}) /Dest [0 /Fit] >>`)} >>`)}`,
    );
  },
  "page labels": (pdf, c) =>
    void pdf.catalog.push(`/PageLabels << /Nums [0 << /P (${c}) /S /D >>] >>`),
  "named destinations": (pdf, c) => void pdf.catalog.push(`/Dests << /${c} [0 /Fit] >>`),
  "article threads": (pdf, c) =>
    void pdf.catalog.push(`/Threads [<< /Type /Thread /I << /Author (${c}) >> >>]`),
  "tags with alternative text": (pdf, c) => {
    pdf.catalog.push(
      `/MarkInfo << /Marked true >> /StructTreeRoot ${pdf.add(`<< /Type /StructTreeRoot /K << /S /Figure /Alt (${c}) /T (${c}) /ActualText (${c}) >> >>`)}`,
    );
    pdf.page.push("/StructParents 0");
  },
  "layer's name and creator": (pdf, c) => {
    const layer = pdf.add(
      `<< /Type /OCG /Name (${c}) /Usage << /CreatorInfo << /Creator (${c}) >> >> >>`,
    );
    pdf.catalog.push(`/OCProperties << /OCGs [${layer}] /D << /Order [${layer}] >> >>`);
    pdf.resources.push(`/Properties << /MC0 ${layer} >>`);
    pdf.content = `/OC /MC0 BDC\n${pdf.content}EMC\n`;
  },
  "comment in a page's contents": (pdf, c) => void (pdf.content += `% scritto da ${c}\n`),
  "marked content": (pdf, c) =>
    void (pdf.content = `/Span << /ActualText (${c}) /User (${c}) >> BDC\n${pdf.content}EMC\n/${c} MP\n/Nota << /A (${c}) >> DP\n`),
  "string that is not shown": (pdf, c) => void (pdf.content += `(${c}) w\n(${c}) pop\n`),
  "unknown operator": (pdf, c) => void (pdf.content += `BX /${c} (${c}) autore EX\n`),
  "names of resources": (pdf, c) => {
    pdf.resources.push(`/ExtGState << /${c} << /Type /ExtGState /LW 2 /${c} (${c}) >> >>`);
    pdf.content += `/${c} gs\n`;
  },
  "keys nobody knows": (pdf, c) => {
    pdf.page.push(`/Autore (${c}) /${c} true`);
    pdf.catalog.push(`/Autore ${pdf.add(`[(${c})]`)} /Lang (${c})`);
  },
  "between the objects": (pdf, c) => void (pdf.between = `% ${c}\n`),
  "behind the end": (pdf, c) => void (pdf.after = `${c}\n`),
  "object that nothing refers to": (pdf, c) => void pdf.add(`<< /Author (${c}) >>`),
  "photograph with EXIF and a place": async (pdf, c) =>
    picture(pdf, jpegDict, withSegments(await photograph(), exifSegment(exif(c)))),
  "photograph with a thumbnail that has EXIF": async (pdf, c) =>
    picture(
      pdf,
      jpegDict,
      withSegments(
        await photograph(),
        exifSegment(exif("x", withSegments(await photograph(8, 8), exifSegment(exif(c))))),
      ),
    ),
  "photograph deflated once more": async (pdf, c) =>
    picture(
      pdf,
      jpegDict.replace("/DCTDecode", "[/FlateDecode /DCTDecode]"),
      deflateSync(withSegments(await photograph(), [0xfe, c])),
    ),
  "photograph inside the contents": async (pdf, c) => {
    const jpeg = withSegments(await photograph(), exifSegment(exif(c)));
    pdf.content += `q 50 0 0 50 72 400 cm BI /W 64 /H 48 /CS /RGB /BPC 8 /F /DCT ID ${jpeg.toString("latin1")}\nEI Q\n`;
  },
  "colour profile": (pdf, c) =>
    picture(
      pdf,
      `/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/ICCBased ${pdf.stream(`acsp desc ${c}`, "/N 3")}]`,
      "\x80\x80\x80",
    ),
  "name of an ink": (pdf, c) => {
    pdf.resources.push(
      `/ColorSpace << /Cs1 [/Separation /${c} /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 0 0] /N 1 >>] >>`,
    );
    pdf.content += "/Cs1 cs 1 scn 0 0 9 9 re f\n";
  },
  "bytes behind a picture's pixels": (pdf, c) =>
    picture(pdf, "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", `\x80${c}`),
  "rows behind a picture's last": (pdf, c) =>
    picture(
      pdf,
      "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1 /Columns 1 >>",
      deflateSync(Buffer.from(`\0\x80${c}`, "latin1")),
    ),
  "colour table longer than its colours": (pdf, c) =>
    picture(
      pdf,
      `/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceRGB 0 (abc${c})]`,
      "\0",
    ),
  "comment in a function": (pdf, c) => {
    const tint = pdf.stream(`{ % ${c}\n dup }`, "/FunctionType 4 /Domain [0 1] /Range [0 1 0 1]");
    pdf.resources.push(`/ColorSpace << /Cs1 [/Separation /Gold /DeviceGray ${tint}] >>`);
    pdf.content += "/Cs1 cs 1 scn 0 0 9 9 re f\n";
  },
  "map from codes to text": (pdf, c) => {
    const map = pdf.stream(
      `%!PS ${c}\n%%Title: (${c})\n/CMapName /${c} def\n1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfchar <41> <0041> endbfchar\n(${c}) pop`,
    );
    pdf.fonts.push(
      `/F2 ${pdf.add(`<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode ${map} >>`)}`,
    );
  },
  "name of a font that is not there": (pdf, c) =>
    void pdf.fonts.push(
      `/F2 ${pdf.add(`<< /Type /Font /Subtype /TrueType /BaseFont /${c} /FontDescriptor << /Type /FontDescriptor /FontName /${c} /FontFamily (${c}) /Flags 32 >> >>`)}`,
    ),
  "TrueType font's maker": (pdf, c) => embedded(pdf, "FontFile2", "TrueType", trueType(c)),
  "CFF font's notice": (pdf, c) =>
    embedded(pdf, "FontFile3", "Type1", compact(c), "/Subtype /Type1C"),
  "Type 1 font's notice": (pdf, c) => embedded(pdf, "FontFile", "Type1", type1(c)),
  "font with drawn glyphs": (pdf, c) => {
    const glyph = pdf.stream(`% ${c}\n500 0 0 0 500 500 d1 0 0 500 500 re f`);
    pdf.fonts.push(
      `/F2 ${pdf.add(`<< /Type /Font /Subtype /Type3 /Name /${c} /FontBBox [0 0 500 500] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 65 /LastChar 65 /Widths [500] /Encoding << /Differences [65 /a] >> /CharProcs << /a ${glyph} /b ${pdf.stream(c)} >> >>`)}`,
    );
    pdf.content += "BT /F2 20 Tf 72 300 Td (A) Tj ET\n";
  },
  "pattern with a comment": (pdf, c) => {
    pdf.resources.push(
      `/Pattern << /P1 ${pdf.stream(`% ${c}\n0 0 5 5 re f`, "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>")} >>`,
    );
    pdf.content += "/Pattern cs /P1 scn 0 0 99 99 re f\n";
  },
  "soft mask's XMP": (pdf, c) => {
    const form = pdf.stream(
      "0 0 9 9 re f",
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency /CS /DeviceGray >> /Metadata ${pdf.stream(xmp(c))}`,
    );
    pdf.resources.push(
      `/ExtGState << /Gs1 << /SMask << /S /Luminosity /G ${form} /${c} (${c}) >> >> >>`,
    );
    pdf.content += "/Gs1 gs\n";
  },
};

export async function plantedPdfs(): Promise<Case[]> {
  const made: Case[] = [];
  for (const [name, plant] of Object.entries(plantings)) {
    const [pdf, canary] = [new RawPdf(), `CANARINO${made.length}MarioRossi`];
    await plant(pdf, canary);
    made.push({ name: `PDF: ${name}`, bytes: pdf.build(), canary, kind: "pdf" });
  }
  const canary = "CANARINOvecchioMarioRossi";
  const old = new RawPdf();
  old.content = `BT /F1 24 Tf 72 700 Td (${canary}) Tj ET`;
  const revised = Buffer.concat([
    old.build(),
    Buffer.from(
      "1 0 obj\n<< /Length 46 >>\nstream\nBT /F1 24 Tf 72 700 Td (Testo visibile) Tj ET\nendstream\nendobj\ntrailer\n<< /Root 5 0 R >>\nstartxref\n0\n%%EOF\n",
    ),
  ]);
  made.push({ name: "PDF: text of an earlier revision", bytes: revised, canary, kind: "pdf" });
  made.push({
    name: "PDF: written by a library, in object streams, with an author",
    ...(await byLibrary()),
    kind: "pdf",
  });
  return made;
}

async function byLibrary() {
  const canary = "CANARINOlibreriaMarioRossi";
  const document = await PDFDocument.create();
  document.addPage([300, 300]).drawText("Testo visibile");
  document.setAuthor(canary);
  document.catalog.set(PDFName.of("Lang"), document.context.obj(canary));
  return { canary, bytes: Buffer.from(await document.save({ useObjectStreams: true })) };
}

/** What must not be taken, and why. */
export async function refusedPdfs(): Promise<Case[]> {
  const encrypted = await PDFDocument.create();
  encrypted.addPage([300, 300]);
  const openable = await PDFDocument.create();
  openable.addPage([300, 300]);
  encrypted.encrypt({ userPassword: "segreta", ownerPassword: "padrona" });
  openable.encrypt({
    userPassword: "",
    ownerPassword: "padrona",
    permissions: { printing: false },
  });
  return [
    {
      name: "PDF: encrypted",
      bytes: Buffer.from(await encrypted.save()),
      reason: "file-encrypted",
    },
    {
      name: "PDF: locked against printing",
      bytes: Buffer.from(await openable.save()),
      reason: "file-encrypted",
    },
    { name: "PDF: signed", bytes: signed().build(), reason: "file-signed" },
    { name: "PDF: cut off", bytes: new RawPdf().build().subarray(0, 420), reason: "file-broken" },
    {
      name: "PDF: nothing but its first line",
      bytes: Buffer.from("%PDF-1.7\n%%EOF\n"),
      reason: "file-broken",
    },
    { name: "PDF: no page", bytes: changed((pdf) => void (pdf.pages = 0)), reason: "file-broken" },
    {
      name: "PDF: a hundred pages",
      bytes: changed((pdf) => void (pdf.pages = 100)),
      reason: "file-pages",
    },
    {
      name: "PDF: a picture in JPEG 2000",
      bytes: changed(
        (pdf) =>
          void picture(
            pdf,
            "/Width 9 /Height 9 /ColorSpace /DeviceGray /Filter /JPXDecode",
            "\0\0\0\x0cjP  ",
          ),
      ),
      reason: "file-image-format",
    },
    {
      name: "PDF: a picture in JBIG2",
      bytes: changed(
        (pdf) => void picture(pdf, "/Width 9 /Height 9 /ImageMask true /Filter /JBIG2Decode", "\0"),
      ),
      reason: "file-image-format",
    },
    {
      name: "PDF: a picture that cannot be read",
      bytes: changed((pdf) => void picture(pdf, jpegDict, "\xff\xd8\xff\xe0")),
      reason: "file-broken",
    },
    {
      name: "PDF: a picture of a billion pixels",
      bytes: changed(
        (pdf) => void picture(pdf, "/Width 40000 /Height 40000 /ImageMask true", "\0"),
      ),
      reason: "file-pixels",
    },
    {
      name: "PDF: contents that unpack to 100 MB",
      bytes: changed((pdf) => void (pdf.content = " ".repeat(100_000_000))),
      reason: "file-complex",
    },
    { name: "PDF: many streams that unpack to 50 MB each", bytes: bombs(), reason: "file-complex" },
    {
      name: "PDF: arrays within arrays without end",
      bytes: changed(
        (pdf) =>
          void pdf.resources.push(
            `/ColorSpace << /Cs1 ${"[/Pattern ".repeat(300)}/DeviceGray${"]".repeat(300)} >>`,
          ),
      ),
      reason: "file-complex",
    },
    {
      name: "PDF: a glyph with a telling name",
      reason: "file-traces",
      bytes: changed(
        (pdf) =>
          void pdf.fonts.push(
            `/F2 ${pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Differences [65 /Author] >> >>")}`,
          ),
      ),
    },
  ];
}

function changed(change: (pdf: RawPdf) => void): Buffer {
  const pdf = new RawPdf();
  change(pdf);
  return pdf.build();
}

function signed(): RawPdf {
  const pdf = new RawPdf();
  const signature = pdf.add(
    "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <00> /Name (Mario Rossi) >>",
  );
  const field = pdf.add(
    `<< /FT /Sig /T (firma) /V ${signature} /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>`,
  );
  pdf.page.push(`/Annots [${field}]`);
  pdf.catalog.push(`/AcroForm << /SigFlags 3 /Fields [${field}] >>`);
  return pdf;
}

function bombs(): Buffer {
  const packed = deflateSync(Buffer.alloc(50_000_000, 32), { level: 9 });
  return changed((pdf) => {
    const forms = Array.from(
      { length: 12 },
      (_, i) =>
        `/Fm${i} ${pdf.stream(packed, "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Filter /FlateDecode")}`,
    );
    pdf.resources.push(`/XObject << ${forms.join(" ")} >>`);
  });
}

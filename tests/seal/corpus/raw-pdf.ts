import { deflateSync } from "node:zlib";

type Part = string | Buffer;
const join = (...parts: Part[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
  );

/** A PDF written by hand, object by object, so that anything can stand anywhere in it. */
export class RawPdf {
  private readonly objects: Buffer[] = [];
  /** extra entries */
  readonly catalog: string[] = [];
  readonly page: string[] = [];
  readonly trailer: string[] = [];
  readonly resources: string[] = [];
  readonly fonts: string[] = [];
  /** what stands between the objects, and after the end */
  between = "";
  after: Part = "";
  content = "BT /F1 24 Tf 72 700 Td (Testo visibile) Tj ET\n";
  pages = 1;
  encrypted = false;

  /** Adds an object; gives the reference to it. */
  add(body: Part): string {
    this.objects.push(join(body));
    return `${this.objects.length} 0 R`;
  }

  /** Adds a stream; deflated unless its dictionary names a filter. */
  stream(data: Part, dict = ""): string {
    const bytes = join(data);
    if (dict.includes("/Filter"))
      return this.add(
        join(`<< ${dict} /Length ${bytes.length} >>\nstream\n`, bytes, "\nendstream"),
      );
    const packed = deflateSync(bytes);
    return this.add(
      join(
        `<< ${dict} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
        packed,
        "\nendstream",
      ),
    );
  }

  build(): Buffer {
    const content = this.stream(this.content);
    const font = this.add(
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    );
    const parent = `${this.objects.length + this.pages + 1} 0 R`;
    const page = `<< /Type /Page /Parent ${parent} /MediaBox [0 0 595 842] /Contents ${content} /Resources << /Font << /F1 ${font} ${this.fonts.join(" ")} >> ${this.resources.join(" ")} >> ${this.page.join(" ")} >>`;
    const kids = Array.from({ length: this.pages }, () => this.add(page));
    this.add(`<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${this.pages} >>`);
    const root = this.add(`<< /Type /Catalog /Pages ${parent} ${this.catalog.join(" ")} >>`);
    return this.written(root);
  }

  private written(root: string): Buffer {
    const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
    const offsets: number[] = [];
    let at = parts[0]!.length;
    for (const [i, body] of this.objects.entries()) {
      offsets.push(at);
      const object = join(`${i + 1} 0 obj\n`, body, `\nendobj\n${this.between}`);
      parts.push(object);
      at += object.length;
    }
    const table = [
      "0000000000 65535 f ",
      ...offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n `),
    ].join("\n");
    parts.push(
      join(
        `xref\n0 ${offsets.length + 1}\n${table}\ntrailer\n<< /Size ${offsets.length + 1} /Root ${root} ${this.trailer.join(" ")} >>\nstartxref\n${at}\n%%EOF\n`,
        this.after,
      ),
    );
    return Buffer.concat(parts);
  }
}

/** A string of PDF in UTF-16, in hexadecimal. */
export function utf16(text: string): string {
  return `<feff${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;
}

import { inflateSync } from "node:zlib";
import { NotCleanable } from "./not-cleanable.ts";

// The last look at what came out, by other means than those that made it: a search for what traces
// look like, in the bytes as they are and in every stream unpacked. What a page shows in letters is
// no trace: it may be about PDF.

const traces = [
  "/Author",
  "/Creator",
  "/Producer",
  "/Metadata",
  "/PieceInfo",
  "/Annots",
  "/AcroForm",
  "/EmbeddedFile",
  "/JavaScript",
  "/OpenAction",
  "/StructTreeRoot",
  "/LastModified",
  "xmpmeta",
  "xpacket",
  "rdf:RDF",
  "Exif\0\0",
  "Photoshop 3.0",
  "ICC_PROFILE",
  "http://ns.adobe.com",
  "tEXt",
  "iTXt",
  "eXIf",
];

/** Strings as contents show them. */
const shown =
  /\((?:\\[^]|[^\\()])*\)\s*(?=Tj|'|")|\[(?:\((?:\\[^]|[^\\()])*\)|[-\d.\s])*\]\s*(?=TJ)/g;

/** Throws NotCleanable when cleaned bytes still look as if they told of somebody. */
export function checkTraces(bytes: Uint8Array): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  for (const each of [text, ...unpackedStreams(bytes, text)])
    if (traces.some((trace) => each.includes(trace))) throw new NotCleanable("file-traces");
}

/** Every deflated stream of a PDF, unpacked. */
function* unpackedStreams(bytes: Uint8Array, text: string): Generator<string> {
  for (let at = text.indexOf("stream\n"); at >= 0; at = text.indexOf("stream\n", at + 7)) {
    if (bytes[at + 7] !== 0x78) continue; // not deflated: searched as it is
    try {
      yield inflateSync(bytes.subarray(at + 7))
        .toString("latin1")
        .replace(shown, "");
    } catch {
      // a word in a picture that looks like the beginning of a stream
    }
  }
}

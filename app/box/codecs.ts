import { z } from "zod";

// How what is no JSON by itself is written in JSON, in the box and on the way to it.

/** Bytes in base64. */
export const bytes = z.codec(z.base64(), z.instanceof(Uint8Array<ArrayBuffer>), {
  decode: (text) => new Uint8Array(Buffer.from(text, "base64")),
  encode: (value) => Buffer.from(value).toString("base64"),
});

/** A moment in ISO 8601. */
export const moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** No answer but that it was done. */
export const nothing = z.codec(z.null(), z.void(), {
  decode: () => undefined,
  encode: () => null,
});

import { z } from "zod";
import { fromBase64 } from "./bytes.ts";

/** Bytes in URL-safe base64 at a boundary; `length` where it is fixed. */
export function base64Bytes(length?: number) {
  return z
    .string()
    .max(400_000)
    .transform((text, context) => {
      try {
        const value = new Uint8Array(fromBase64(text));
        if (length === undefined || value.length === length) return value;
      } catch {
        // said below
      }
      context.addIssue({ code: "custom", message: "invalid" });
      return z.NEVER;
    });
}

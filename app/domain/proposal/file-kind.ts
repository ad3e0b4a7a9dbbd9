import * as z from "zod/mini";
import { fileKinds } from "./attachment.ts";

/** What a file is, as it was written or sent. */
export const fileKind = z.enum(fileKinds);

import { z } from "zod";
import { runIsolated } from "./isolated.server.ts";

const outcome = z.union([
  z.object({ kind: z.enum(["png", "jpeg"]), width: z.int().min(1), height: z.int().min(1) }),
  z.object({ reason: z.string() }),
]);
const bounds = { seconds: 20, memory: 1024, answer: 2_000_000 };

/** A logo of its pixels alone, at most 480 by 240, or why there is none: the cleaning's reason. */
export type CleanedLogo =
  | { kind: "png" | "jpeg"; width: number; height: number; bytes: Uint8Array<ArrayBuffer> }
  | { reason: string };

/** What a process of its own makes of a file that is said to be a logo. */
export async function cleanedLogo(file: Uint8Array): Promise<CleanedLogo> {
  const answer = await runIsolated("app/deposit/cleaning/logo-process.ts", file, bounds);
  if (!answer) return { reason: "file-complex" };
  const end = answer.indexOf("\n");
  const said = outcome.parse(JSON.parse(answer.toString("utf8", 0, end)));
  return "reason" in said ? said : { ...said, bytes: new Uint8Array(answer.subarray(end + 1)) };
}

import { runIsolated } from "./isolated.server.ts";

const bounds = { seconds: 20, memory: 1024, answer: 1_000_000 };

/** The words of a PDF, line by line; empty when none can be read, whatever the reason. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  return (
    (await runIsolated("app/platform/files/pdf-text-process.ts", pdf, bounds))?.toString("utf8") ??
    ""
  );
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { browserFlags, browserHere } from "#cli/chromium/launch.ts";

/** Runs `act` with a folder for a browser's profile, which is gone afterwards. */
export async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A browser that keeps its profile in `folder`, as the one on a desk does. */
export async function openFolder(folder: string, origin: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    ...(await browserHere()),
    args: browserFlags,
    baseURL: origin,
    locale: "it-IT",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(60_000);
  return context;
}

type Trace = { needle: string; file: string };

/** Where in a folder one of these words or bytes stands, as UTF-8 or as UTF-16. */
export function tracesIn(folder: string, needles: string[], raw: Buffer[] = []): Trace[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const forms = needles.flatMap((needle) => [
    { needle, bytes: Buffer.from(needle) },
    { needle, bytes: Buffer.from(needle, "utf16le") },
  ]);
  const all = [...forms, ...raw.map((bytes) => ({ needle: bytes.toString("hex"), bytes }))];
  return files.flatMap((file) => {
    const held = readFileSync(file);
    return all
      .filter(({ bytes }) => held.includes(bytes))
      .map(({ needle }) => ({ needle, file: file.slice(folder.length) }));
  });
}

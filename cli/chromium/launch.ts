import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

export const browserFlags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"];

/** A real Chromium, started. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...(await browserHere()), args: browserFlags });
}

/**
 * Where a real Chromium is, and the environment it runs in: CHROMIUM_PATH, or the one out of
 * @sparticuz/chromium, unpacked once into node_modules/.cache with all the libraries and fonts it
 * needs, so that nothing has to be installed by hand.
 */
export async function browserHere(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return { executablePath: named, env: process.env };
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, "chromium"),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
      FONTCONFIG_FILE: fontConfiguration(folder),
    },
  };
}

/**
 * Its own fonts.conf looks for fonts in /tmp/fonts; without any, pages have no text and headings
 * crash the browser.
 */
function fontConfiguration(folder: string): string {
  const file = join(folder, "fonts.conf");
  if (!existsSync(file)) {
    const dirs = [join(folder, "fonts/fonts"), "/usr/share/fonts"]
      .map((dir) => `<dir>${dir}</dir>`)
      .join("");
    writeFileSync(
      `${file}.${process.pid}`,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`,
    );
    renameSync(`${file}.${process.pid}`, file);
  }
  return file;
}

const version = "147.0.0";

/**
 * Unpacks into a folder of this process's own, then renames: two processes at once cannot meet half
 * a browser.
 */
async function unpackedChromium(): Promise<string> {
  const cache = resolve("node_modules/.cache");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(join(folder, "chromium"))) return folder;
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  // TMPDIR says where it unpacks; the lambda name makes it bring its own libraries. In a process of
  // its own: what else starts meanwhile must not inherit a folder that is about to be renamed.
  const env = { ...process.env, TMPDIR: own, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  await promisify(execFile)(process.execPath, [resolve("cli/chromium/unpack.js")], {
    env,
  });
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true, force: true }); // another process was faster
  }
  return folder;
}

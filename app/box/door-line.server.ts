import { Agent, createServer, request } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { env } from "#app/platform/env.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

// The line between the two processes: HTTP over TLS with a pre-shared key, BOX_SECRET (RFC 5489).
// Who does not have it can neither ask nor answer nor listen. There is no certificate that ends.

const tls = {
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305", // RFC 7905: what was recorded stays closed later
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2", // Node has these keys in no other
} as const;
const identity = "main";

/** Bytes that a question may have. */
const mostAsked = 8 * 1024 * 1024;
/** Milliseconds that an answer is waited for: an act in the box may take 90 seconds. */
const patience = 120_000;

/** The ballot box does not answer at BOX_HOST and BOX_PORT as it should; the message says why. */
export class BoxUnreachable extends Error {
  override name = "BoxUnreachable";
}

/** Asks for an operation by name; gives what it answers. Throws BoxUnreachable. */
export async function askDoor(name: string, body: string): Promise<string> {
  const { status, text } = await send(name, body).catch((error: unknown) => {
    throw new BoxUnreachable(reasonOf(error), { cause: error });
  });
  if (status === 200) return text;
  throw new BoxUnreachable(
    status === 404
      ? `The ballot box knows no "${name}": install the same release on both sides.`
      : `The ballot box could not do "${name}" (${status}): its log says more.`,
  );
}

function reasonOf(error: unknown): string {
  const { BOX_HOST, BOX_PORT } = env();
  const code = codeOf(error);
  const why = /^(EPROTO|ERR_SSL_)/.test(code)
    ? "the other side does not have the same BOX_SECRET"
    : `${code || "no answer"}: is the process with ROLE=box running there?`;
  return `The ballot box cannot be asked at ${BOX_HOST}:${BOX_PORT}: ${why}`;
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

const agent = () =>
  processSingleton(
    "door-agent",
    () =>
      new Agent({
        keepAlive: true,
        ...tls,
        pskCallback: () => ({ psk: secret(), identity }),
        checkServerIdentity: () => undefined, // it has the key, or there is no connection
      }),
  );

function secret(): Buffer {
  return Buffer.from(env().BOX_SECRET, "base64");
}

type Answer = { status: number; text: string };

/** A connection that was kept may have ended meanwhile: then it is asked once more. */
function send(name: string, body: string): Promise<Answer> {
  const { BOX_HOST: host, BOX_PORT: port } = env();
  return new Promise((resolve, reject) => {
    const asked = request({ agent: agent(), host, port, method: "POST", path: `/${name}` });
    asked.setTimeout(patience, () => asked.destroy(new Error("too slow")));
    asked.on("response", (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    asked.on("error", (error) => {
      const ended = asked.reusedSocket && ["ECONNRESET", "EPIPE"].includes(codeOf(error));
      if (ended) send(name, body).then(resolve, reject);
      else reject(error);
    });
    asked.end(body);
  });
}

async function textOf(message: IncomingMessage, most = Infinity): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) throw new Error("A question to the ballot box is too long.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

/** A door that is open, and the port it has. */
export type Door = { port: number; close(): Promise<void> };
type Operation = (body: string) => Promise<string>;

/**
 * Opens the door at BOX_HOST and BOX_PORT, where whoever has BOX_SECRET may ask for the operations
 * that `find` knows. `onRefused` is told of whoever does not have it, and of what failed. Throws
 * when the port is taken.
 */
export async function openDoorTo(
  find: (name: string) => Operation | undefined,
  onRefused: (error: unknown) => void,
): Promise<Door> {
  const psk = secret();
  const pskCallback = (_socket: unknown, who: string) => (who === identity ? psk : null);
  const server = createServer({ ...tls, pskCallback }, (question, answer) => {
    void reply(find, question, answer).catch((error: unknown) => {
      onRefused(error);
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(500, { Connection: "close" }).end();
    });
  });
  server.on("tlsClientError", onRefused);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env().BOX_PORT, env().BOX_HOST, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function reply(
  find: (name: string) => Operation | undefined,
  question: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const act = find((question.url ?? "").slice(1));
  if (question.method !== "POST" || !act) return void answer.writeHead(404).end();
  const done = await act(await textOf(question, mostAsked));
  answer.writeHead(200, { "Content-Type": "application/json" }).end(done);
}

import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

// A reverse proxy that leads /p to the ballot box and the rest to the main server, as the README's
// nginx does, and remembers what it sees: the main host's administrator, curious.

/** One request to /p/api and its answer, as they went through. */
export type Seen = {
  asked: Buffer;
  answered: Buffer;
  askedHeaders: string;
  answeredHeaders: string;
};
type Part = "asked" | "answered";

export type RecordingProxy = {
  origin: string;
  seen: Seen[];
  /** where the ballot box is now */
  box: string;
  /** what of the next exchange loses a bit on its way */
  alters: Part | null;
  stop(): Promise<void>;
};

/** Starts it at a port, in front of the two. */
export async function startRecordingProxy(
  port: number,
  main: string,
  box: string,
): Promise<RecordingProxy> {
  const server = createServer((from, to) => {
    const isAnonymous = /^\/p(\/|$|\?|\.data)/i.test(from.url ?? "");
    const isAct = /^\/p\/api/i.test(from.url ?? "");
    void (async () => {
      const altered = (part: Part, body: Buffer) =>
        isAct && proxy.alters === part ? withoutBit(body) : body;
      const asked = await wholeOf(from);
      const { cookie: _kept, ...anonymous } = from.headers;
      const upstream = request(new URL(from.url ?? "/", isAnonymous ? proxy.box : main), {
        method: from.method,
        headers: isAnonymous ? anonymous : from.headers,
      });
      const answer = new Promise<IncomingMessage>((resolve, reject) =>
        upstream.on("response", resolve).on("error", reject),
      );
      upstream.end(altered("asked", asked));
      const response = await answer;
      const answered = await wholeOf(response);
      const text = (message: IncomingMessage) => message.rawHeaders.join("\n");
      if (isAct)
        proxy.seen.push({
          asked,
          answered,
          askedHeaders: text(from),
          answeredHeaders: `${response.statusCode}\n${text(response)}`,
        });
      to.writeHead(response.statusCode ?? 502, response.headers).end(altered("answered", answered));
    })().catch(() => to.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const proxy: RecordingProxy = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen: [],
    box,
    alters: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

function withoutBit(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

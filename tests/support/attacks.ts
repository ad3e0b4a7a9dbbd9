import { connect, type Socket } from "node:net";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded, sizeClasses } from "#app/deposit/padding.ts";

// What somebody without an account, or with one pass, can send to keep a server from its work. Each
// attack opens its connections, goes on until it is stopped, and opens a connection again that the
// server ended.

export type Attack = {
  /** connections that were opened and are not ended */ open(): number;
  /** what was answered so far, by status */ answers: Map<number, number>;
  stop(): void;
};
/** Starts an attack on the server at `origin`; `pass` is an unspent pass of the edition. */
type Start = (origin: string, pass: { edition: string; token: string }) => Attack;

const largest = sizeClasses[3];
const announced = (path: string, bytes: number, more = "") =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes}\r\n${more}`;
const json = "Content-Type: application/json\r\n\r\n";
const form = "Content-Type: application/x-www-form-urlencoded\r\n\r\n";
const right = (pass: { edition: string; token: string }) =>
  `Authorization: ${entitlementOf(pass, "x".repeat(largest)).Authorization}\r\n`;
/** Text that fills the largest class and is as slow to parse as can be. */
const filled = (piece: string) => piece.repeat(Math.ceil(largest / piece.length)).slice(0, largest);

export const attacks: Record<string, Start> = {
  "eight megabytes of nesting": (origin) =>
    held(origin, 4, () => [announced("/p/api", largest, json), filled("[")]),
  "eight megabytes of nesting behind a pass": (origin, pass) =>
    held(origin, 4, () => [announced("/p/api", largest, right(pass) + json), filled("[")]),
  "eight megabytes of small values behind a pass": (origin, pass) =>
    held(origin, 4, () => [
      announced("/p/api", largest, right(pass) + json),
      `{"op":[${filled("{},")}`.slice(0, largest),
    ]),
  "twelve megabytes in a field": (origin) =>
    held(origin, 4, () => [
      announced("/area/login", 12_000_006, form),
      "email=",
      "a".repeat(12_000_000),
    ]),
  "a form without end": (origin) =>
    held(origin, 4, () => [
      "POST /area/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n",
      form,
      ...Array.from({ length: 300 }, () => `10000\r\n${"a".repeat(65_536)}\r\n`),
    ]),
  "a list of ten million places": (origin) =>
    held(origin, 4, () => [announced("/area/login", 19, form), "email[9999999999]=a"]),
  "a path of thousands of parts": (origin) =>
    held(origin, 4, () => [announced("/area/login", 30_001, form), `${"a.".repeat(15_000)}=`]),
  "bodies that are announced and never come": (origin) =>
    held(origin, 600, (no) => [announced("/p/api", no % 2 ? largest : sizeClasses[0], json), "{"]),
  "bodies that never come, behind a pass": (origin, pass) =>
    held(origin, 80, () => [
      announced("/p/api", largest, right(pass) + json),
      "x".repeat(1_000_000),
    ]),
  "forms that never come": (origin) =>
    held(origin, 600, () => [announced("/area/login", 60_000, form), "email=a"]),
  "deposits without a pass": (origin, { edition }) => {
    const body = padded({ op: "read", edition, accessKey: "A".repeat(43) });
    return held(origin, 100, () => [announced("/p/api", sizeClasses[0], json), body]);
  },
  "one file after the other to be cleaned": (origin, pass) => {
    const body = padded({
      op: "clean",
      ...pass,
      bytes: Buffer.from(`%PDF-1.4\n${"1 0 obj\n<<>>\nendobj\n".repeat(5000)}`).toString(
        "base64url",
      ),
    });
    return held(origin, 18, () => [announced("/p/api", body.length, right(pass) + json), body]);
  },
  "pages that nobody keeps": (origin) =>
    held(origin, 200, (no) => [`GET /it/help/juror?${no} HTTP/1.1\r\nHost: localhost\r\n\r\n`]),
};

/** Keeps `count` connections busy with what `pieces` gives for each. */
function held(origin: string, count: number, pieces: (no: number) => string[]): Attack {
  const sockets = new Set<Socket>();
  const answers = new Map<number, number>();
  let stopped = false;
  const open = (no: number) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    sockets.add(socket);
    const send = () => socket.write(pieces(no).join(""));
    socket.on("connect", send);
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(data.toString("latin1", 0, 12))?.[1];
      if (!status) return;
      answers.set(Number(status), (answers.get(Number(status)) ?? 0) + 1);
      setImmediate(() => socket.destroy()); // and once more
    });
    socket.on("close", () => {
      sockets.delete(socket);
      if (!stopped) setTimeout(() => !stopped && open(no), 20);
    });
  };
  for (let no = 0; no < count; no += 1) open(no);
  return {
    open: () => sockets.size,
    answers,
    stop: () => {
      stopped = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

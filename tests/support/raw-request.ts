import { connect } from "node:net";

/**
 * Asks as no browser and no library would: `target` goes into the request line as it is. Gives the
 * status, 0 where none came.
 */
export function rawRequest(
  origin: string,
  target: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    const all = {
      Host: new URL(origin).host,
      Connection: "close",
      ...(body ? { "Content-Length": String(Buffer.byteLength(body)) } : {}),
      ...headers,
    };
    let text = "";
    socket.on("data", (data) => (text += data.toString("latin1")));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE" ? undefined : reject(error),
    );
    socket.on("close", () =>
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }),
    );
    socket.write(
      `${method} ${target} HTTP/1.1\r\n${Object.entries(all)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("")}\r\n${body}`,
    );
  });
}

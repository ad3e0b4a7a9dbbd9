import type { NextFunction, Request, Response } from "express";

const maxUnread = { bytes: 16 * 1024 * 1024, milliseconds: 5000 };

/**
 * Who is answered before the whole body was read sends on, and what is left would stand before the
 * next request on the connection (RFC 9112 §9.6). It is taken in and thrown away; when much is
 * left, or it takes long, the connection ends.
 */
export function unreadBody(request: Request, response: Response, next: NextFunction): void {
  response.once("finish", () => {
    if (!request.complete) discardRest(request);
  });
  next();
}

function discardRest(request: Request): void {
  const { socket } = request;
  const last = socket.bytesRead + maxUnread.bytes;
  const late = setTimeout(() => socket.destroy(), maxUnread.milliseconds);
  for (const event of ["end", "close"]) request.once(event, () => clearTimeout(late));
  request.removeAllListeners("data"); // whoever read it stopped, and must not get the rest
  request.on("data", () => {
    if (socket.bytesRead > last) socket.destroy();
  });
  request.resume();
}

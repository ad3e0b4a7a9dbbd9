import "./i18n/all.ts";
import { Writable } from "node:stream";
import { type AppLoadContext, type EntryContext, type HandleErrorFunction } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { describeError, log } from "./platform/log.server.ts";
import { NonceContext } from "./ui/frame/nonce.ts";

const abortDelay = 10_000;

/**
 * Renders a page whole before it answers: no page of ours waits for anything while it is rendered,
 * and each piece that is sent by itself costs a compression and a packet of its own.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={loadContext.nonce}>
        <RemixServer
          context={remixContext}
          url={request.url}
          abortDelay={abortDelay}
          nonce={loadContext.nonce}
        />
      </NonceContext.Provider>,
      {
        nonce: loadContext.nonce,
        onAllReady() {
          clearTimeout(late);
          headers.set("Content-Type", "text/html; charset=utf-8");
          pipe(new Whole((page) => resolve(new Response(page, { headers, status }))));
        },
        onShellError(error) {
          clearTimeout(late);
          reject(error);
        },
        onError(error) {
          log().error({ event: "render", ...describeError(error) });
        },
      },
    );
    const late = setTimeout(abort, abortDelay + 1000).unref();
  });
}

/** Gives what is written into it in one piece. */
class Whole extends Writable {
  private readonly pieces: Uint8Array<ArrayBuffer>[] = [];
  constructor(private readonly give: (page: Blob) => void) {
    super();
  }
  override _write(
    piece: Uint8Array<ArrayBuffer>,
    _encoding: BufferEncoding,
    done: () => void,
  ): void {
    this.pieces.push(piece.subarray(0, lengthOf(piece)));
    done();
  }
  override _final(done: () => void): void {
    this.give(new Blob(this.pieces));
    done();
  }
}

/**
 * The bytes of a piece that were written. React 18 hands over its whole buffer when a letter of
 * several bytes no longer fits, with the NULs of what is left of it (mended in React 19). No text
 * of ours holds one, so those at the end are never meant.
 */
function lengthOf(piece: Uint8Array): number {
  return piece.findLastIndex((byte) => byte !== 0) + 1;
}

/** Unexpected errors are logged by kind only; nothing at all is logged of /p. */
export const handleError: HandleErrorFunction = (error, { request }) => {
  if (request.signal.aborted) return;
  // the asker's mistake: its answer is logged as any
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const anonymous = /^\/+p(\/|\.data|$)/i.test(decodeURI(new URL(request.url).pathname));
  log().error({
    event: anonymous ? "error" : "request-failed",
    ...(anonymous ? {} : describeError(error)),
  });
};

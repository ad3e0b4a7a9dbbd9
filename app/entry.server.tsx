import "./i18n/all.ts";
import { PassThrough } from "node:stream";
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext, type HandleErrorFunction } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { describeError, log } from "./platform/log.server.ts";
import { NonceContext } from "./ui/nonce.ts";

const abortDelay = 10_000;

export default function handleRequest(request: Request, status: number, headers: Headers, remixContext: EntryContext, loadContext: AppLoadContext): Promise<Response> {
  return new Promise((resolve, reject) => {
    const wholePage = isbot(request.headers.get("user-agent")) || remixContext.isSpaMode;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={loadContext.nonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={abortDelay} nonce={loadContext.nonce} />
      </NonceContext.Provider>,
      {
        nonce: loadContext.nonce,
        [wholePage ? "onAllReady" : "onShellReady"]() {
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          log().error({ event: "render", ...describeError(error) });
        },
      },
    );
    setTimeout(abort, abortDelay + 1000).unref();
  });
}

/** Unexpected errors are logged by kind only; nothing at all is logged of /p. */
export const handleError: HandleErrorFunction = (error, { request }) => {
  if (request.signal.aborted) return;
  const anonymous = new URL(request.url).pathname.startsWith("/p");
  log().error({ event: anonymous ? "error" : "request-failed", ...(anonymous ? {} : describeError(error)) });
};

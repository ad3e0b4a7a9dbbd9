import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { renderToString } from "react-dom/server";
import { useLoaderData } from "@remix-run/react";
import { expect, test } from "vitest";
import * as entry from "#app/entry.server.tsx";

// What the server sends is what the page says, wherever its letters fall in the buffers it is
// written through.

const words = "è già più … ’«—» 🏛️ ".repeat(3);
/**
 * Pieces shorter than the renderer's buffer of 2,048 bytes, so that it fills up in the middle of
 * letters.
 */
const fields = () =>
  Array.from({ length: 60 }, (_, i) => <textarea key={i} title={words} defaultValue={words} />);

function Page() {
  const { offset } = useLoaderData<{ offset: number }>();
  return (
    <html lang="it">
      <body title="x">
        <i>{"a".repeat(offset)}</i>
        <div>{fields()}</div>
      </body>
    </html>
  );
}

const build = {
  entry: { module: entry },
  routes: {
    root: {
      id: "root",
      path: "",
      module: {
        default: Page,
        loader: ({ request }: { request: Request }) => ({
          offset: Number(new URL(request.url).searchParams.get("offset")),
        }),
      },
    },
  },
  assets: {
    entry: { module: "", imports: [] },
    routes: { root: { id: "root", path: "", hasLoader: true, module: "" } },
    url: "",
    version: "1",
  },
  publicPath: "/",
  assetsBuildDirectory: "",
  basename: "/",
  mode: "production",
  isSpaMode: false,
  future: { v3_singleFetch: true },
} as unknown as ServerBuild; // of a build, what answering one page reads

const answer = createRequestHandler(build, "production");

test("no letter is lost and no NUL added at any of 3,000 offsets of multi-byte text", async () => {
  const whole = renderToString(<div>{fields()}</div>);
  const wrong: number[] = [];
  for (let offset = 0; offset < 3000; offset += 1) {
    const response = await answer(new Request(`http://localhost/?offset=${offset}`), {
      nonce: "n",
      address: undefined,
    });
    const page = await response.text();
    if (page.includes("\0") || page.includes("\uFFFD") || !page.includes(whole)) wrong.push(offset);
  }
  expect(wrong).toEqual([]);
});

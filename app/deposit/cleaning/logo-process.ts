import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { cleanImage } from "./image.ts";
import { kindOf } from "./kind.ts";
import { NotCleanable } from "./not-cleanable.ts";

// A sponsor's logo cleaned and resized in a process of its own: a file on standard input; on
// standard output one line of JSON that says what came of it, and then the picture.

const box = { width: 480, height: 240 }; // pixels: twice what pages show

sharp.cache(false);
sharp.concurrency(1);

const answer = await logo(await buffer(process.stdin)).then(
  ({ kind, width, height, bytes }) => [JSON.stringify({ kind, width, height }), "\n", bytes],
  (error: unknown) => [
    JSON.stringify({ reason: error instanceof NotCleanable ? error.reason : "file-broken" }),
    "\n",
  ],
);
for (const part of answer) process.stdout.write(part);

async function logo(file: Uint8Array) {
  const kind = kindOf(file);
  if (kind === "pdf") throw new NotCleanable("file-kind");
  const small = sharp(await cleanImage(kind, file)).resize({
    ...box,
    fit: "inside",
    withoutEnlargement: true,
  });
  const { data, info } = await (
    kind === "png" ? small.png({ compressionLevel: 9 }) : small.jpeg({ quality: 88 })
  ).toBuffer({ resolveWithObject: true });
  return { kind, width: info.width, height: info.height, bytes: data };
}

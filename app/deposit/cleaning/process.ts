import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { clean } from "./clean.ts";
import { NotCleanable } from "./not-cleanable.ts";

// Cleaning in a process of its own: a file on standard input; on standard output one line of JSON
// that says what came of it, and then the cleaned bytes.

sharp.cache(false);
sharp.concurrency(1);

const answer = await clean(await buffer(process.stdin)).then(
  ({ kind, bytes }) => [JSON.stringify({ kind }), "\n", bytes],
  (error: unknown) => [
    JSON.stringify({ reason: error instanceof NotCleanable ? error.reason : "file-broken" }),
    "\n",
  ],
);
for (const part of answer) process.stdout.write(part);

import { text } from "node:stream/consumers";

// A program that takes what it is told to take: time, memory outside of JavaScript, or the reader's
// patience.

const wanted = await text(process.stdin);
if (wanted === "time") for (;;);
if (wanted === "memory") process.stdout.write(String(Buffer.alloc(2_000_000_000, 1).length));
if (wanted === "words")
  for (;;) await new Promise((written) => process.stdout.write("x".repeat(100_000), written));
if (wanted === "nothing")
  process.stdout.write(
    JSON.stringify(
      Object.keys(process.env).filter((name) => name.startsWith("INNOVA_") || name === "APP_KEK"),
    ),
  );

import { createReadStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { BackupError } from "./backup-format.server.ts";

// Files encrypted as the age program does, a piece at a time: nothing is ever on the disk in clear.

/** What the file is called until it is whole. */
export const partEnding = ".part";

/** Called at each step; where tests kill it. */
export type FileStep = (step: "opened" | "written" | "named") => void;

/**
 * Encrypts `content` to these age recipients. The file has its name only once it is whole and on
 * the disk; without that, nothing is left of it. Throws BackupError when it cannot be written.
 */
export async function writeEncrypted(
  file: string,
  recipients: readonly string[],
  content: AsyncIterable<Uint8Array>,
  at: FileStep = () => {},
): Promise<void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const part = await open(`${file}${partEnding}`, "wx", 0o600).catch(unwritable);
  try {
    at("opened");
    const encrypted = await encrypter.encrypt(streamOf(content));
    for await (const bytes of bytesOf(encrypted)) await part.writeFile(bytes).catch(unwritable);
    await part.sync();
    at("written");
    await rename(`${file}${partEnding}`, file);
  } catch (error) {
    await rm(`${file}${partEnding}`, { force: true });
    throw error;
  } finally {
    await part.close();
  }
  await keepEntries(dirname(file));
  at("named");
}

function unwritable(error: NodeJS.ErrnoException): never {
  throw new BackupError(
    `The backup cannot be written (${error.code}: is there room?), and those of before stay.`,
  );
}

/** Has the names in a folder survive a power cut. */
async function keepEntries(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/**
 * What is in an encrypted file, with the age secret key it was encrypted to. Throws BackupError
 * when the key is another or the file is damaged or cut off anywhere.
 */
export async function* decrypted(file: string, identity: string): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  try {
    yield* bytesOf(await decrypter.decrypt(streamOf(source)));
  } catch (error) {
    throw new BackupError(`${file}: ${reason(error)}`);
  } finally {
    source.destroy();
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return "cannot be read.";
  if ("code" in error) return `cannot be read (${String(error.code)}).`;
  if (error.message.startsWith("no identity matched"))
    return "was encrypted to another key than this one.";
  return "is no backup, or damaged or cut off: use another one.";
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => void (await iterator.return?.()),
  });
}

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {}); // where it was not read to its end
  }
}

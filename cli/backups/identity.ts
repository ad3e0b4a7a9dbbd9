import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CommandError, text, type Words } from "../command.ts";
import { openKeyFile, passphrasesIn } from "../offline/key-file.ts";

/** The options by which a command finds the secret key of backups. */
export const identityOptions = {
  identity: { type: "string" },
  "passphrase-fd": { type: "string" },
} as const;

/**
 * The age secret key in the file of --identity: one under a passphrase, as `backup-key` makes it,
 * or plain, as `age-keygen` does.
 */
export async function identityIn(values: Words["values"]): Promise<string> {
  const file = text(values, "identity");
  const written = readFileSync(file, "latin1");
  if (written.startsWith("age-encryption.org/"))
    return openKeyFile(file, passphrasesIn(values)?.[0]);
  const plain = /^AGE-SECRET-KEY-\S+$/m.exec(written);
  if (!plain) throw new CommandError(`${basename(file)}: no age secret key is in it.`);
  return plain[0];
}

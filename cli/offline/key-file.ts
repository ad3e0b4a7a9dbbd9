import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { decryptKeyFile } from "#app/sealing/custodian.ts";
import { CommandError, type Words } from "../command.ts";

/** The passphrases that --passphrase-fd names, one a line; null where they are to be asked for. */
export function passphrasesIn(values: Words["values"]): string[] | null {
  const fd = values["passphrase-fd"];
  return fd === undefined ? null : readFileSync(Number(fd), "utf8").split("\n");
}

/**
 * The private key in a custodian's file; asks for the passphrase where none is given. Throws
 * CommandError on a wrong one.
 */
export async function openKeyFile(file: string, passphrase: string | undefined): Promise<string> {
  const name = basename(file);
  const identity = await decryptKeyFile(
    readFileSync(file),
    passphrase ?? (await ask(`Passphrase of ${name}: `)),
  );
  if (!identity)
    throw new CommandError(`${name}: the passphrase is wrong, or this is no key file.`);
  return identity;
}

/** Asks at the terminal without showing what is typed. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

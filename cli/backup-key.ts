import { writeFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { newPassphrase } from "#app/sealing/custodian.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { type Command, CommandError } from "./command.ts";

/** Makes the pair of keys of backups, where there is no age program. */
export const backupKey: Command = {
  usage: "FILE",
  says: "makes keys of backups: the secret one into FILE, under a passphrase; prints a line of .env",
  help: [
    "Run it on another computer than the server, and keep FILE and passphrase there: the server",
    "needs the recipient only. The standard age program reads FILE too: age -d -i FILE BACKUP",
  ].join("\n"),
  run: async ({ positionals: [file] }) => {
    if (!file) throw new CommandError("Where to? Give a file.", 2);
    const [identity, passphrase] = [await generateX25519Identity(), newPassphrase()];
    writeFileSync(file, await encryptKeyFile(identity, passphrase), { flag: "wx", mode: 0o600 });
    console.error(`Write this passphrase down, it is shown once: ${passphrase}`);
    console.log(`BACKUP_RECIPIENT=${await identityToRecipient(identity)}`);
  },
};

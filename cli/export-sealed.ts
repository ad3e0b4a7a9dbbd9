import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { copyTables } from "#app/platform/copy.server.ts";
import { databaseUrl } from "#app/platform/db.server.ts";
import { type Command, CommandError, withDatabase } from "./command.ts";
import { sealedTables } from "./offline/sealed.ts";

/** What `open-offline` needs, for a database of which there is no pg_dump. */
export const exportSealed: Command = {
  usage: "FILE",
  says: "writes what opening without a server needs, in the form of a plain pg_dump: no private key, no account, no receipt",
  run: async ({ positionals: [file] }) => {
    if (!file) throw new CommandError("Where to? Give a file.", 2);
    await withDatabase(async () => {
      const output = createWriteStream(file, { flags: "wx", mode: 0o600 });
      await once(output, "open");
      await copyTables(databaseUrl(), sealedTables, output);
      output.end();
      await once(output, "finish");
    });
  },
};

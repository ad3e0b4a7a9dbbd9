import { shuffle } from "#app/platform/shuffle.server.ts";
import { type Command, withDatabase } from "./command.ts";

export const shuffleNow: Command = {
  usage: "",
  says: "writes the sealed tables anew in random order, attachments too: before every backup",
  run: async () => {
    await withDatabase(() => shuffle({ withFiles: true }));
    console.log("Shuffled and compacted.");
  },
};

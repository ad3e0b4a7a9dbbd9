import { shuffle } from "#app/platform/shuffle.server.ts";
import { type Command, withDatabase } from "./command.ts";

export const shuffleNow: Command = {
  usage: "",
  says: "writes what /p wrote after closing anew in random order: before every backup",
  run: async () => {
    await withDatabase(() => shuffle());
    console.log("Shuffled and compacted.");
  },
};

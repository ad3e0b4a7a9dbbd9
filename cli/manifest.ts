import { fingerprint } from "#app/sealing/manifest.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isPinned, pinOf } from "#app/platform/pins.server.ts";
import { type Command, CommandError, withDatabase } from "./command.ts";

export const manifest: Command = {
  usage: "EDITION",
  says: "prints the fingerprint of an edition's manifest and the line that pins it in EDITION_MANIFESTS; changes nothing",
  run: async ({ positionals: [code] }) => {
    if (!code) throw new CommandError("Name an edition.", 2);
    const found = await withDatabase(() =>
      db().edition.findUnique({ where: { code }, include: { manifest: true } }),
    );
    if (!found) throw new CommandError(`There is no edition ${code}.`);
    if (!found.manifest)
      throw new CommandError("It has no manifest yet: not all custodians have tested their keys.");
    const { id, manifest } = found;
    const others = [...env().EDITION_MANIFESTS]
      .filter(([edition]) => edition !== id)
      .map((pin) => pin.join(":"));
    console.error(
      "Compare it with the fingerprint the custodians read aloud, then set the line and restart the server:",
    );
    console.log(`fingerprint ${fingerprint(manifest.hash)}`);
    console.log(`EDITION_MANIFESTS=${[...others, pinOf(id, manifest.hash)].join(",")}`);
    if (isPinned(id, manifest.hash) === "differs")
      throw new CommandError("The pin that is set now is of ANOTHER manifest.");
  },
};

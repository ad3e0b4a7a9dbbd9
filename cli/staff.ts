import "#app/i18n/all.ts";
import { readFile, stat } from "node:fs/promises";
import { createTranslator } from "use-intl";
import { importStaff, previewStaffImport } from "#app/commands/people/import-staff.server.ts";
import { staffFileLimit, type StaffProblem } from "#app/domain/people/staff.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { type Command, CommandError, withDatabase } from "./command.ts";

/** Above this share of deactivated people a file is more likely the wrong one. */
const suspicious = 0.2;

export const importStaffFile: Command = {
  usage: "FILE [--preview] [--yes]",
  says: "makes the staff what the CSV file says; --preview only tells what would change, --yes agrees to many deactivations",
  options: { preview: { type: "boolean" }, yes: { type: "boolean" } },
  run: async ({ positionals: [path], values }) => {
    if (!path) throw new CommandError("Which file?", 2);
    const file = await read(path);
    await withDatabase(async () => {
      const rehearsal = await previewStaffImport(file);
      if ("problems" in rehearsal) throw new CommandError(inWords(rehearsal.problems));
      const { added, changed, deactivated, unchanged } = rehearsal.counts;
      console.log(
        `${added} new, ${changed} changed, ${deactivated} deactivated, ${unchanged} unchanged.`,
      );
      if (values.preview) return;
      if (
        deactivated > 10 &&
        deactivated > suspicious * (deactivated + changed + unchanged) &&
        !values.yes
      ) {
        throw new CommandError(
          "So many people would be deactivated that this may be the wrong file. If it is right, add --yes.",
        );
      }
      const done = await importStaff(null, file, rehearsal.fingerprint);
      if ("problems" in done) throw new CommandError(inWords(done.problems));
      console.log("Imported.");
    });
  },
};

async function read(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new CommandError(`There is no file ${path}.`);
  if (found.size > staffFileLimit) throw new CommandError(`${path} is larger than 10 MB.`);
  return readFile(path);
}

function inWords(problems: StaffProblem[]): string {
  const t = createTranslator({ locale: "en", messages: messagesFor("en"), namespace: "invalid" });
  const lines = problems.map(({ line, field, remedy }) => {
    const [key, query] = remedy.split("?", 2);
    return `  line ${line}${field && `, ${field}`}: ${t(key as "required", Object.fromEntries(new URLSearchParams(query)))}`;
  });
  return [...lines, "Nothing was imported."].join("\n");
}

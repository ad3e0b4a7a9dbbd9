import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fingerprint, manifestHash, parseManifest } from "#app/sealing/manifest.ts";
import { openKeyFile, passphrasesIn } from "./offline/key-file.ts";
import { type Command, CommandError, text, type Words } from "./command.ts";
import {
  faultsOf,
  openWith,
  type Outcome,
  positionOf,
  type Share,
  shareInText,
  sharesByKeys,
  wrapOf,
} from "./offline/open.ts";
import { readSealedEdition, type SealedEdition } from "./offline/sealed.ts";

/**
 * Opens the awarded envelopes without server and database: a dump, the custodians' key files, and
 * Node.
 */
export const openOffline: Command = {
  usage:
    "--dump FILE [--edition CODE] (--keys FILE … [--passphrase-fd N] | --write-wraps FOLDER | --shares FOLDER) [--json FILE]",
  says: "opens the envelopes of the open list out of a plain dump, with the key files of a quorum of custodians",
  options: {
    dump: { type: "string" },
    edition: { type: "string" },
    keys: { type: "string", multiple: true },
    "passphrase-fd": { type: "string" },
    "write-wraps": { type: "string" },
    shares: { type: "string" },
    json: { type: "string" },
  },
  run: async ({ values, positionals }) => {
    const edition = await sound(
      text(values, "dump"),
      typeof values.edition === "string" ? values.edition : undefined,
    );
    if (typeof values["write-wraps"] === "string")
      return writeWraps(edition, values["write-wraps"]);
    const keyFiles = [
      ...(Array.isArray(values.keys) ? values.keys.map(String) : []),
      ...positionals,
    ];
    const shares =
      typeof values.shares === "string"
        ? readShares(edition, values.shares)
        : await sharesByKeys(edition, await readKeys(edition, keyFiles, values));
    show(edition, await openWith(edition, shares), values.json);
  },
};

/** The edition of a dump in which everything holds; refuses any other, and says what does not. */
async function sound(file: string, code: string | undefined): Promise<SealedEdition> {
  const edition = await readSealedEdition(file, code).catch((error: unknown) => {
    throw new CommandError(
      `This dump cannot be used: ${error instanceof Error ? error.message : "unreadable"}`,
    );
  });
  const faults = faultsOf(edition);
  if (faults.length > 0)
    throw new CommandError(
      [
        "This dump is not to be trusted, so nothing is opened:",
        ...faults.map((fault) => `  - ${fault}`),
      ].join("\n"),
    );
  console.error(
    `Edition ${edition.code}. Compare the manifest's fingerprint with the public notice: ${fingerprint(manifestHash(edition.ceremony.manifest))}`,
  );
  return edition;
}

/**
 * The private keys by position; refuses a wrong passphrase and a key that is no custodian's of this
 * edition.
 */
async function readKeys(
  edition: SealedEdition,
  files: string[],
  values: Words["values"],
): Promise<Map<number, string>> {
  if (files.length === 0)
    throw new CommandError("Give the custodians' key files: --keys FILE …, or --shares FOLDER.", 2);
  const given = passphrasesIn(values);
  const keys = new Map<number, string>();
  for (const [at, file] of files.entries()) {
    const identity = await openKeyFile(file, given?.[at]);
    const position = await positionOf(edition, identity);
    if (position === null)
      throw new CommandError(`${basename(file)}: not the key of a custodian of this edition.`);
    keys.set(position, identity);
  }
  return keys;
}

/**
 * Writes each custodian's wraps of the open list into a folder of its own, for `age -d -i KEY
 * WRAP`.
 */
function writeWraps(edition: SealedEdition, folder: string): void {
  for (const [at, { title }] of parseManifest(edition.ceremony.manifest).custodians.entries()) {
    const own = join(folder, `custodian-${at + 1}`);
    mkdirSync(own, { recursive: true });
    for (const envelope of edition.envelopes)
      writeFileSync(join(own, `${envelope.id}.age`), wrapOf(envelope, at + 1));
    console.error(`${own}  (${title}): ${edition.envelopes.length} wraps`);
  }
  console.error(
    "Each custodian: for f in *.age; do age -d -i KEY.age $f > ${f%.age}-N.json; done    then: --shares FOLDER with the files of a quorum",
  );
}

function readShares(edition: SealedEdition, folder: string): Share[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".json"),
  );
  return files.flatMap((file) => {
    const share = shareInText(edition, readFileSync(join(folder, file), "utf8"));
    if (!share)
      console.error(`${file}: belongs to no envelope that is to be opened, and is left out.`);
    return share ?? [];
  });
}

function show(edition: SealedEdition, outcomes: Outcome[], file: Words["values"][string]): void {
  console.table(
    outcomes.map(({ publicNo, title, slot, result, reason, holder }) => ({
      no: publicNo,
      title,
      envelope: slot,
      result: reason ?? result,
      name: holder ? `${holder.name} ${holder.surname}` : "",
      number: holder?.staffNumber ?? "",
      unit: holder?.unit ?? "",
    })),
  );
  const json = JSON.stringify({ edition: edition.code, envelopes: outcomes }, null, 2);
  if (typeof file === "string") writeFileSync(file, `${json}\n`);
  else console.log(json);
  const closed = outcomes.filter(({ result }) => result === "closed").length;
  if (closed > 0)
    throw new CommandError(
      `${closed} of ${outcomes.length} envelopes stayed closed: a quorum of good shares is missing. Limits and reserves are judged only once all are open.`,
    );
}

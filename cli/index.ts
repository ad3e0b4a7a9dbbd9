import { parseArgs } from "node:util";
import { EnvironmentError } from "#app/platform/env.server.ts";
import { MigrationError } from "#app/platform/migrate.server.ts";
import { Refused } from "#app/domain/refusal.ts";
import { BackupError } from "#app/platform/backup/backup-format.server.ts";
import { assign } from "./assign.ts";
import { backup } from "./backup.ts";
import { backupKey } from "./backup-key.ts";
import { doctor } from "./doctor.ts";
import { exportSealed } from "./export-sealed.ts";
import { openOffline } from "./open-offline.ts";
import { writeMigrations } from "./migration.ts";
import { rank } from "./rank.ts";
import { keyCheck } from "./key-check.ts";
import { manifest } from "./manifest.ts";
import { importStaffFile } from "./staff.ts";
import { restore } from "./restore.ts";
import { verify } from "./verify.ts";
import { createUser, makeAdministrator, printLink, resetSecondFactor } from "./user.ts";
import { CommandError, type Command } from "./command.ts";

// npm run cli -- <noun> <verb> …: what an administrator does at the server itself.

const commands: Record<string, Command> = {
  "user create": createUser,
  "user link": printLink,
  "user administrator": makeAdministrator,
  "user second-factor": resetSecondFactor,
  "staff import": importStaffFile,
  migration: {
    usage: "NAME",
    says: "writes the SQL that leads from the last migration to prisma/schema, and of the box to its own",
    run: async ({ positionals: [name] }) => {
      if (!name || !/^[a-z0-9_]+$/.test(name))
        throw new CommandError("Give the migration a name of lower-case letters, digits and _.", 2);
      console.log((await writeMigrations(name)).join("\n") || "The tables have not changed.");
    },
  },
  assign,
  doctor,
  manifest,
  verify,
  rank,
  backup,
  "backup-key": backupKey,
  restore,
  "export-sealed": exportSealed,
  "key-check": keyCheck,
  "open-offline": openOffline,
};

process.exitCode = await main(process.argv.slice(2));

/** 0: done, 1: not done, 2: not understood. */
async function main(words: string[]): Promise<number> {
  const name = Object.keys(commands).find((each) =>
    each.split(" ").every((word, at) => words[at] === word),
  );
  const command = name === undefined ? undefined : commands[name];
  if (!name || !command) {
    console.log(usage());
    return words.length === 0 || words.includes("--help") ? 0 : 2;
  }
  try {
    const rest = words.slice(name.split(" ").length);
    if (rest.includes("--help")) return (console.log(usageOf(name, command)), 0);
    await command.run(
      parseArgs({
        args: rest,
        options: command.options ?? {},
        allowPositionals: true,
        strict: true,
      }),
    );
    return 0;
  } catch (error) {
    return complain(error, usageOf(name, command));
  }
}

function complain(error: unknown, help: string): number {
  if (error instanceof CommandError) {
    console.error(error.code === 2 ? `${error.message}\n\n${help}` : error.message);
    return error.code;
  }
  if (
    error instanceof TypeError &&
    "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS")
  ) {
    console.error(`${error.message}\n\n${help}`);
    return 2;
  }
  if (error instanceof Refused)
    console.error(
      `Not done: ${[error.refusal.code, ...(error.refusal.reasons ?? []).map((reason) => reason.key)].join(", ")}.`,
    );
  else if (
    error instanceof EnvironmentError ||
    error instanceof MigrationError ||
    error instanceof BackupError
  )
    console.error(error.message);
  else console.error(error);
  return 1;
}

function usage(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${name} ${command.usage}\n      ${command.says}`,
  );
  return ["Usage: npm run cli -- COMMAND", "", ...lines].join("\n");
}

function usageOf(name: string, { usage, says, help }: Command): string {
  return `Usage: npm run cli -- ${name} ${usage}\n  ${says}${help ? `\n\n${help}` : ""}`;
}

import { readFileSync, writeFileSync } from "node:fs";
import { mayBeSigned } from "#app/custody/evidence.ts";
import { headsIn } from "#app/custody/sheet-check.ts";
import { answerTo, type CustodyTask, taskSchema, type Worked, workOn } from "#app/custody/task.ts";
import { type Command, CommandError, text } from "./command.ts";
import { openKeyFile, passphrasesIn } from "./offline/key-file.ts";

/** A custodian's work without server and database: a task they saved, their key file, and Node. */
export const keyCheck: Command = {
  usage: "TASK --key FILE [--passphrase-fd N] [--heads FILE] [--sign] [--answer FILE]",
  says: "works on a custodian's task: checks the key, the ranking and the envelopes to be opened, without the server's script",
  help: [
    "TASK is the file that the custodian's page gives. --heads names a file with the heads of the log that came by mail.",
    "--answer writes what goes back: what the check found and, once the opening has begun, the shares. The ranking is",
    "signed only with --sign, and only when every check holds: read first what is printed of it.",
  ].join("\n"),
  options: {
    key: { type: "string" },
    "passphrase-fd": { type: "string" },
    heads: { type: "string" },
    sign: { type: "boolean" },
    answer: { type: "string" },
  },
  run: async ({ positionals: [file], values }) => {
    if (!file) throw new CommandError("Name the task.", 2);
    const task = taskIn(file);
    const identity = await openKeyFile(text(values, "key"), passphrasesIn(values)?.[0]);
    const heads =
      typeof values.heads === "string" ? headsIn(readFileSync(values.heads, "utf8")) : [];
    const worked = await workOn(identity, task, heads);
    const faults = said(worked);
    if (typeof values.answer === "string") {
      const answer = answerTo(identity, task, worked, { sign: values.sign === true });
      writeFileSync(values.answer, JSON.stringify(answer), { flag: "wx", mode: 0o600 });
    }
    if (faults > 0)
      throw new CommandError("Not everything is as it should be. Tell the other custodians.");
  },
};

function taskIn(file: string): CustodyTask {
  try {
    return taskSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new CommandError(
      `${file}: no task, or not readable. Download it again from the custodian's page.`,
    );
  }
}

/** Prints what was found; gives how many parts do not hold. */
function said({ health, checked, unwrapped }: Worked): number {
  const lines: [boolean, string][] = [];
  if (health) {
    lines.push([
      health.faults === 0,
      `key: ${health.faults} of ${health.checked} shares cannot be read`,
    ]);
    lines.push([
      health.foreign === 0,
      `keys: envelopes were sealed under ${health.foreign} other manifests than the one you signed`,
    ]);
  }
  if (checked) {
    const { seal, ranking, sheets, file } = checked;
    const faults = [
      ...seal,
      ...[...ranking, ...sheets].map(({ part, numbers }) => `${part} ${numbers.join(", ")}`),
    ];
    lines.push([
      mayBeSigned(checked),
      `ranking: ${faults.join("; ") || `follows from ${file?.sheets.length} score sheets`}`,
    ]);
    for (const { publicNo, reason } of file?.overrides ?? [])
      lines.push([true, `  a person decided: proposal ${publicNo}, ${reason}`]);
    for (const { publicNo } of file?.openList ?? [])
      lines.push([true, `  an envelope is opened: proposal ${publicNo}`]);
  }
  if (unwrapped) {
    const { faults, shares, unreadable, foreign } = unwrapped;
    lines.push([faults.length === 0, `opening: ${faults.join(", ") || `${shares.length} shares`}`]);
    if (unreadable > 0) lines.push([false, `opening: ${unreadable} of your shares cannot be read`]);
    if (foreign > 0)
      lines.push([false, `opening: ${foreign} envelopes were sealed under another manifest`]);
  }
  for (const [ok, line] of lines) console.log(`${ok ? "ok   " : "FAIL "} ${line}`);
  return lines.filter(([ok]) => !ok).length;
}

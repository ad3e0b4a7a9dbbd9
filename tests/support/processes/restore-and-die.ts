import { backupIn, restoreBox } from "#cli/backups/load.ts";

// Restores the backup of the box named second into the directory named first, and is killed at the
// step named last.

const [directory, file, identity, dies] = process.argv.slice(2) as [string, string, string, string];
const backup = await backupIn(file, identity, "box");
await restoreBox(
  directory,
  backup,
  (step) => void (step === dies && process.kill(process.pid, "SIGKILL")),
);

import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "#cli/cycle/people.ts";

/**
 * Takes the running cluster in this folder away for good, as a disk that fails does: whoever
 * watches it cannot start it again. Gives the name that its folder has now.
 */
export async function loseCluster(directory: string, folder: string): Promise<string> {
  const [pid] = readFileSync(join(directory, folder, "postmaster.pid"), "utf8")
    .split("\n")
    .map(Number);
  const lost = `lost-${folder}`;
  renameSync(join(directory, folder), join(directory, lost));
  process.kill(pid!, "SIGQUIT");
  await waitFor(() => Promise.resolve(isGone(pid!) || undefined), "the end of PostgreSQL");
  return lost;
}

function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

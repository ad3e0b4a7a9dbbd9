import { openBox } from "#app/box/store.server.ts";
import { backUp } from "#cli/backups/write.ts";

// Backs up the box in the directory named first into the folder named second, and is killed at the
// step named last.

const [directory, folder, recipient, dies] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
await openBox(directory);
await backUp(
  "box",
  { folder, recipients: [recipient] },
  (step) => void (step === dies && process.kill(process.pid, "SIGKILL")),
);

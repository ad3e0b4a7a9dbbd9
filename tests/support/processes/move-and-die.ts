import { rotate, type RotationProbe } from "#app/box/rotation.server.ts";
import { openBox } from "#app/box/store.server.ts";

// Moves the box in the directory named first, and is killed at the step named second. Says to
// whoever started it when it begins.

const [directory, dies] = process.argv.slice(2);
const at: RotationProbe = (step) => void (step === dies && process.kill(process.pid, "SIGKILL"));
await openBox(directory);
process.send?.("begins");
await rotate(at);
if (process.connected) process.disconnect();

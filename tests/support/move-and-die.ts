import { rotate, type Step } from "#app/box/rotation.server.ts";
import { openBox } from "#app/box/store.server.ts";

// Moves the box in the directory named first, and is killed at the step named second.

const [directory, dies] = process.argv.slice(2);
const at: Step = (step) => void (step === dies && process.kill(process.pid, "SIGKILL"));
await openBox(directory);
await rotate(at);

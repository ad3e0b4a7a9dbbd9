import { readBox } from "./store.server.ts";

/** Which box this is, the same after every rotation. */
export async function boxId(): Promise<string> {
  return (await readBox((box) => box.box.findFirstOrThrow())).id;
}

/** True when the box can be asked; rejects when it cannot. */
export async function answers(): Promise<boolean> {
  return (await boxId()) !== "";
}

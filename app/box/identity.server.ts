import { randomUUID } from "node:crypto";
import { keyMark } from "#app/platform/keyed-hash.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import { readBox } from "./store.server.ts";

/** Which box this is, the same after every rotation. */
export async function boxId(): Promise<string> {
  return (await readBox((box) => box.box.findFirstOrThrow())).id;
}

/** Which process holds the box: another one after every start. */
export async function boxProcess(): Promise<string> {
  return processSingleton("box-process", randomUUID);
}

/** By this the main server sees that the box has the same APP_KEK. */
export async function boxKey(): Promise<Uint8Array<ArrayBuffer>> {
  return keyMark();
}

/** True when the box can be asked; rejects when it cannot. */
export async function answers(): Promise<boolean> {
  return (await boxId()) !== "";
}

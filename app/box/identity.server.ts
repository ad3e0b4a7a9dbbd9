import { randomUUID } from "node:crypto";
import { once } from "#app/platform/once.server.ts";
import { readBox } from "./store.server.ts";

/** Which box this is, the same after every rotation. */
export async function boxId(): Promise<string> {
  return (await readBox((box) => box.box.findFirstOrThrow())).id;
}

/** Which process holds the box: another one after every start. */
export async function boxProcess(): Promise<string> {
  return once("box-process", randomUUID);
}

/** True when the box can be asked; rejects when it cannot. */
export async function answers(): Promise<boolean> {
  return (await boxId()) !== "";
}

import { z } from "zod";
import { closedEditions } from "./hand-over.server.ts";
import { isRotationOverdue } from "./rotation.server.ts";

/**
 * What an administrator may know of how the box does: how many editions wait to be taken over, and
 * whether it should have moved and did not. Never when it moves: that would tell when somebody
 * wrote.
 */
export const boxStateSchema = z.object({ waiting: z.int(), rotationOverdue: z.boolean() });

/** How the box does; rejects when it cannot be read. */
export async function boxState(): Promise<z.infer<typeof boxStateSchema>> {
  const { length: waiting } = await closedEditions();
  return { waiting, rotationOverdue: isRotationOverdue() };
}

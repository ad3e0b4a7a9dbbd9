import { expect } from "vitest";
import { Refused, type Refusal, type RefusalCode } from "#app/domain/refusal.ts";

/** The refusal that `act` ends with; fails when it does anything else. */
export async function refusalOf(act: Promise<unknown>): Promise<Refusal> {
  const end = await act.then(
    () => "it was done",
    (error: unknown) => error,
  );
  if (end instanceof Refused) return end.refusal;
  if (end instanceof Error) throw end;
  throw new Error(`Expected a refusal, but ${String(end)}.`);
}

/** `act` is refused with exactly this code. */
export async function expectRefused(act: Promise<unknown>, code: RefusalCode): Promise<void> {
  expect((await refusalOf(act)).code).toBe(code);
}

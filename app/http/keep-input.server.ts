import { data } from "@remix-run/node";
import { Refused, type Refusal } from "#app/domain/refusal.ts";
import { statusOf } from "./reply.server.ts";

/**
 * Does `act`; a refusal becomes an answer that carries what was typed, so that a page without
 * JavaScript keeps it too. Null: done.
 */
export async function keepInput<T>(
  typed: T,
  act: () => Promise<unknown>,
): Promise<ReturnType<typeof data<{ refusal: Refusal; typed: T }>> | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const status = statusOf(error.refusal.code);
    if (status === 404) throw error;
    return data({ refusal: error.refusal, typed }, status);
  }
}

import { refuse } from "#app/domain/refusal.ts";

// There is no limit by address here: a whole city leaves through one. Passes are verified first, receipts have 100 bits,
// and at most so many requests, and so many bytes of them, are under way at once: a body is held several times over.
const most = { requests: 64, bytes: 64 * 1024 * 1024 };
const underWay = { requests: 0, bytes: 0 };

/** Runs `act` for a request of this many bytes; refuses busy when too much is under way. */
export async function admitted<T>(bytes: number, act: () => Promise<T>): Promise<T> {
  if (underWay.requests >= most.requests || underWay.bytes + bytes > most.bytes) throw refuse("busy");
  underWay.requests += 1;
  underWay.bytes += bytes;
  try {
    return await act();
  } finally {
    underWay.requests -= 1;
    underWay.bytes -= bytes;
  }
}

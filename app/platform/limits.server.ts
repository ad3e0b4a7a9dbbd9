import { isIPv6 } from "node:net";
import { now } from "./clock.server.ts";
import { once } from "./once.server.ts";

// Attempts are counted in memory only: a table of them would tell who was here when (sealing.md §6).

export type Limit = { name: string; max: number; minutes: number };

const attempts = () => once("attempts", () => new Map<string, number[]>());
const forgetAbove = 20_000;

/** Counts an attempt at `key`. When there were too many in the window: the minutes until the next one, and it is not counted. */
export function attempt(limit: Limit, key: string): number | null {
  const id = `${limit.name} ${key}`;
  const recent = within(limit, attempts().get(id) ?? []);
  const oldest = recent[recent.length - limit.max];
  if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + limit.minutes * 60_000 - now().getTime()) / 60_000));
  attempts().set(id, [...recent, now().getTime()]);
  if (attempts().size > forgetAbove) forgetOld();
  return null;
}

/** Takes back the last attempt at `key`: it succeeded, and a city leaves through one address. */
export function forgive(limit: Limit, key: string): void {
  attempts().get(`${limit.name} ${key}`)?.pop();
}

/** Forgets every attempt at `key`. */
export function forgiveAll(limit: Limit, key: string): void {
  attempts().delete(`${limit.name} ${key}`);
}

/** The caller behind an address: of IPv6 the network, since one home has 2^64 addresses. */
export function callerOf(address: string | undefined): string {
  if (!address) return "unknown";
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  return isIPv6(plain) ? networkOf(plain) : plain;
}

function networkOf(address: string): string {
  const [head, tail] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = tail ? Array<string>(Math.max(0, 8 - head!.length - tail.length)).fill("0") : [];
  return [...head!, ...zeros, ...(tail ?? [])].slice(0, 4).map((group) => parseInt(group, 16).toString(16)).join(":");
}

function within(limit: Limit, times: number[]): number[] {
  const since = now().getTime() - limit.minutes * 60_000;
  return times.filter((time) => time > since);
}

/** No window is longer than a day. */
function forgetOld(): void {
  const since = now().getTime() - 86_400_000;
  for (const [id, times] of attempts()) if ((times.at(-1) ?? 0) <= since) attempts().delete(id);
  // under a flood of made-up accounts the oldest go, not the memory
  for (const id of attempts().keys()) {
    if (attempts().size <= forgetAbove) return;
    attempts().delete(id);
  }
}

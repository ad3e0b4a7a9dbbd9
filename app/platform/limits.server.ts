import { isIPv6 } from "node:net";
import { now } from "./clock.server.ts";
import { processSingleton } from "./process-singleton.server.ts";

// Tries are kept in memory only: a table of them would tell who was here when (sealing.md §6).

const tries = () => processSingleton("attempts", () => new Map<string, number[]>());
const forgetAbove = 20_000;
const keptOfKey = 200;

/**
 * When there were tries at `key` within the last `minutes` (a day at most), in milliseconds, oldest
 * first.
 */
export function triesAt(key: string, minutes: number): number[] {
  const since = now().getTime() - minutes * 60_000;
  return (tries().get(key) ?? []).filter((time) => time > since);
}

/** Remembers a try at `key`. */
export function countTry(key: string): void {
  const before = tries().get(key) ?? [];
  tries().delete(key); // the map is in the order of the last tries
  tries().set(key, [...before.slice(1 - keptOfKey), now().getTime()]);
  if (tries().size > forgetAbove) forgetOld();
}

/** Forgets every try at `key`. */
export function forgetTries(key: string): void {
  tries().delete(key);
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
  return [...head!, ...zeros, ...(tail ?? [])]
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":");
}

function forgetOld(): void {
  const since = now().getTime() - 86_400_000;
  for (const [key, times] of tries()) if ((times.at(-1) ?? 0) <= since) tries().delete(key);
  // under a flood of made-up accounts the oldest go, not the memory
  for (const key of tries().keys()) {
    if (tries().size <= forgetAbove) return;
    tries().delete(key);
  }
}

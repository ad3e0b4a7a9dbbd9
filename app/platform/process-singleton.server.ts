const kept: Map<string, unknown> = ((
  globalThis as { innovaOnce?: Map<string, unknown> }
).innovaOnce ??= new Map());

/**
 * The one instance of `name` in this process. The Express shell and the built Remix bundle load the
 * same modules separately; what must exist once (the database pool, the job queue) is kept here.
 */
export function processSingleton<T>(name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}

/** Forgets `name`, so that the next `once` makes it again. */
export function forget(name: string): void {
  kept.delete(name);
}

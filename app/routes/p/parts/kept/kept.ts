import { useSyncExternalStore } from "react";
import * as z from "zod/mini";
import { forgetKeptFiles } from "#app/ui/kept/kept-files.ts";

// What is typed and held on this page has one owner: its value, where it is kept, when it is
// written and who looks at it are in one hand, so that emptying it leaves nothing behind that could
// write it again. What does not stay in this browser is in the page's memory alone: not in
// sessionStorage, which browsers write to disk.

/**
 * Where a value stays in this browser. `isCurrent` says, after a wait, whether it is still wanted
 * there.
 */
export type Shelf<T> = {
  read(): T | null | Promise<T | null>;
  write(value: T, isCurrent: () => boolean): void | Promise<void>;
  remove(): void;
};

/** `isHere`: it stays in this browser. `savedAt`: the time it was last written there, in words. */
export type State<T> = { value: T; isHere: boolean; savedAt: string | null };

/** A value with its one owner. */
export type Kept<T> = {
  state(): State<T>;
  set(change: (now: T) => T): void;
  /** The same for what takes a while: it does nothing once the value was emptied meanwhile. */
  setLater(): (change: (now: T) => T) => void;
  /** Empties it: value, storage, and what waited to be written. */
  forget(): void;
  /** Keeps it in this browser from now on. */
  keepHere(): void;
  subscribe(notify: () => void): () => void;
};

/** What the page does with all of them. */
type Held = {
  flush(): void;
  /** It is gone from the storage: by another tab. */
  empty(): void;
  /** Another tab wrote it. */
  reread(): void;
  isInMemory(): boolean;
  wouldBeLost(): boolean;
};

type Options<T> = {
  /** Its name in this browser. */
  key: string;
  nothing: T;
  shelf: Shelf<T>;
  /** Does it stay in this browser, before anybody says so? */
  staysHere(): boolean;
  /** It is to be had again, so nobody is asked before it is left behind. */
  isCopy?: boolean;
};

const held = new Map<string, Held>();
const writeDelayMs = 500; // milliseconds from a change to writing it

/** Makes the owner of one value. */
export function kept<T>({ key, nothing, shelf, staysHere, isCopy = false }: Options<T>): Kept<T> {
  const listeners = new Set<() => void>();
  let state: State<T> = { value: nothing, isHere: staysHere(), savedAt: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDirty = false;
  let generation = 0; // what was begun before an emptying counts for nothing after it

  const show = (next: Partial<State<T>>) => {
    state = { ...state, ...next };
    for (const notify of listeners) notify();
  };
  const empty = () => {
    clearTimeout(timer);
    generation += 1;
    isDirty = false;
    show({ value: nothing, savedAt: null, isHere: staysHere() });
  };
  const flush = () => {
    clearTimeout(timer);
    if (!isDirty || !state.isHere) return;
    const began = generation;
    const written = state.value;
    const isCurrent = () => began === generation;
    const done = () => {
      if (!isCurrent()) return;
      if (state.value === written) isDirty = false;
      show({ savedAt: new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) });
    };
    try {
      const writing = shelf.write(written, isCurrent);
      if (writing) void writing.then(done, () => isCurrent() && show({ isHere: false }));
      else done();
    } catch {
      // storage that is full or forbidden: it stays in memory, and the page says so
      show({ isHere: false });
    }
  };
  const reread = () => {
    if (isDirty) return; // what is typed here is newer
    const began = generation;
    const take = (found: T | null) => {
      if (began === generation && !isDirty)
        show({ value: found ?? nothing, isHere: state.isHere || staysHere() });
    };
    const found = shelf.read();
    if (found instanceof Promise) void found.then(take, () => undefined);
    else take(found);
  };
  const me: Kept<T> = {
    state: () => state,
    set: (change) => {
      isDirty = true;
      show({ value: change(state.value) });
      clearTimeout(timer);
      timer = setTimeout(flush, writeDelayMs);
    },
    setLater: () => {
      const began = generation;
      return (change) => void (began === generation && me.set(change));
    },
    forget: () => {
      shelf.remove();
      empty();
      tell({ gone: key });
    },
    keepHere: () => {
      isDirty = true;
      show({ isHere: true });
      flush();
    },
    subscribe: (notify) => {
      listeners.add(notify);
      return () => void listeners.delete(notify);
    },
  };
  held.set(key, {
    flush,
    empty,
    reread,
    isInMemory: () => !state.isHere,
    wouldBeLost: () => isDirty && !isCopy,
  });
  if (state.isHere) reread();
  listen();
  return me;
}

/** The owners of one kind of thing, by name: each is made once. */
export function keptBy<T>(make: (name: string) => Kept<T>): (name: string) => Kept<T> {
  const made = new Map<string, Kept<T>>();
  return (name) => {
    const one = made.get(name) ?? make(name);
    made.set(name, one);
    return one;
  };
}

/** The state of a kept value, as it changes, here or in another tab. */
export function useKept<T>(one: Kept<T>): State<T> {
  return useSyncExternalStore(one.subscribe, one.state, one.state);
}

// --- the page as a whole

/** How often this page began again, and whether that was by erasing everything. */
type Beginning = { count: number; erased: boolean };

let beginning: Beginning = { count: 0, erased: false };
const pages = new Set<() => void>();

/** Changes when the page begins again: whatever it shows is to be mounted again. */
export function useBeginning(): Beginning {
  return useSyncExternalStore(
    watch,
    () => beginning,
    () => beginning,
  );
}

function watch(notify: () => void): () => void {
  pages.add(notify);
  return () => void pages.delete(notify);
}

/** Begins again with an empty page. */
export function beginAgain(erased = false): void {
  beginning = { count: beginning.count + 1, erased };
  for (const notify of pages) notify();
}

/**
 * Erases everything of ours in this browser: what this page and its other tabs hold, and what is
 * stored.
 */
export function eraseEverything(): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) if (key.startsWith("innova.")) storage.removeItem(key);
  }
  for (const one of held.values()) one.empty();
  forgetKeptFiles();
  tell({ gone: "everything" });
  beginAgain(true);
}

/** What the tabs of this page tell each other. */
const message = z.object({ gone: z.string() });

let channel: BroadcastChannel | undefined;

function tell(said: z.infer<typeof message>): void {
  channel?.postMessage(said);
}

function hear({ data }: MessageEvent<unknown>): void {
  const heard = message.safeParse(data).data;
  if (heard?.gone !== "everything") return held.get(heard?.gone ?? "")?.empty();
  for (const one of held.values()) one.empty();
  beginAgain(true);
}

function openChannel(): void {
  channel = new BroadcastChannel("innova.kept");
  channel.addEventListener("message", hear);
}

/** Listens to other tabs and to how this page is left and found again; once. */
function listen(): void {
  if (channel) return;
  openChannel();
  addEventListener("storage", ({ key, newValue }) => {
    const changed = key === null ? [...held.values()] : [held.get(key)];
    for (const one of changed) {
      if (newValue === null) one?.empty();
      else one?.reread();
    }
  });
  addEventListener("pagehide", () => {
    for (const one of held.values()) {
      one.flush();
      if (one.isInMemory()) one.empty(); // whoever goes back to this page does not find it
    }
    channel?.close(); // browsers do not keep a page with an open one
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    openChannel();
    for (const one of held.values()) {
      if (one.isInMemory()) continue;
      one.empty();
      one.reread();
    }
    beginAgain();
  });
  addEventListener("beforeunload", (event) => {
    for (const one of held.values()) one.flush();
    if ([...held.values()].some((one) => one.wouldBeLost())) event.preventDefault();
  });
}

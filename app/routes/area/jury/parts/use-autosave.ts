import { useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Refusal } from "#app/domain/refusal.ts";
import { sameContent, type SheetContent } from "#app/domain/scoring/sheet.ts";
import { takeEarlyInput } from "#app/framework/early-input.ts";
import { compareCopy, type Copies } from "./sheet-copy.ts";

export type Stored = SheetContent & { version: number; savedAt: Date | string | null };

/** Where a sheet stands between the juror and the server. */
export type AutosaveState =
  | { at: "untouched" }
  | { at: "typing" | "saving" | "restored" | "offline" | "signed-out" | "stale" | "invalid" }
  | { at: "saved"; time: Date }
  | { at: "refused"; refusal: Refusal };

type Options = { copies: Copies; no: number; url: string; stored: Stored };

const saveDelayMs = 1200;
const retryAfter = 8000;

/**
 * Saves a sheet by itself while it is typed. It asks with fetch, not with a fetcher of the router:
 * a router turns a lost connection into an error page and an expired session into the sign-in page,
 * and here the juror must go on typing.
 */
export function useAutosave({ copies, no, url, stored }: Options) {
  const [content, setContent] = useState<SheetContent>(() => contentOf(stored));
  const [keeping, setKeeping] = useState<AutosaveState>(() => keepingOf(stored));
  const now = useRef({ content, version: stored.version, dirty: false, halted: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flight = useRef<Promise<boolean>>(Promise.resolve(true));
  const { revalidate } = useRevalidator();

  /** Sends what is not stored yet, one request at a time; true when the server has everything. */
  const save = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    flight.current = flight.current.then(async () => {
      const { current } = now;
      if (!current.dirty || current.halted) return !current.dirty;
      const sent = current.content;
      setKeeping({ at: "saving" });
      const answer = await send(url, sent, current.version);
      if (answer.at !== "saved") {
        setKeeping(answer);
        current.halted = answer.at === "stale" || answer.at === "refused";
        if (answer.at === "stale") revalidate();
        if (answer.at === "offline") timer.current = setTimeout(save, retryAfter);
        return false;
      }
      Object.assign(current, { version: answer.version, dirty: current.content !== sent });
      if (!current.dirty) {
        copies.drop(no);
        setKeeping({ at: "saved", time: answer.time });
        return true;
      }
      copies.keep(no, { version: current.version, content: current.content });
      setKeeping({ at: "typing" });
      timer.current = setTimeout(save, saveDelayMs);
      return false;
    });
    return flight.current;
  }, [copies, no, url, revalidate]);

  const change = useCallback(
    (next: SheetContent) => {
      Object.assign(now.current, { content: next, dirty: true });
      setContent(next);
      copies.keep(no, { version: now.current.version, content: next });
      if (now.current.halted) return;
      setKeeping({ at: "typing" });
      clearTimeout(timer.current);
      timer.current = setTimeout(save, saveDelayMs);
    },
    [copies, no, save],
  );

  /** After stale: what stands here goes over what the server has, or the other way round. */
  const settle = useCallback(
    (keep: "mine" | "other", server: Stored) => {
      Object.assign(now.current, { version: server.version, halted: false });
      if (keep === "mine") return change(now.current.content);
      Object.assign(now.current, { content: contentOf(server), dirty: false });
      setContent(contentOf(server));
      copies.drop(no);
      setKeeping(keepingOf(server));
    },
    [change, copies, no],
  );

  // once, for the copy that was there when the page came, or what was typed before this script woke
  // up
  useEffect(() => {
    const copy = copies.find(no);
    const early = takeEarlyInput();
    const typed = early && contentIn(early);
    if (!copy && typed && !sameContent(typed, stored)) change(typed);
    const verdict = copy && compareCopy(copy, stored);
    if (verdict === "same") copies.drop(no);
    if (!copy || verdict === "same") return;
    now.current.version = copy.version;
    now.current.halted = verdict === "apart";
    change(copy.content);
    setKeeping({ at: verdict === "apart" ? "stale" : "restored" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, see above
  }, []);

  useEffect(() => {
    const { current } = now;
    const onChange = () => void save(); // left, or found again after signing in elsewhere
    document.addEventListener("visibilitychange", onChange);
    window.addEventListener("online", onChange);
    return () => {
      document.removeEventListener("visibilitychange", onChange);
      window.removeEventListener("online", onChange);
      clearTimeout(timer.current);
      // what was typed in the last second goes along when the page is left
      if (!current.dirty || current.halted) return;
      const sending = send(url, current.content, current.version);
      void sending.then(({ at }) => at === "saved" && copies.drop(no));
    };
  }, [save, url, copies, no]);

  return { content, change, save, settle, keeping };
}

function contentOf({ scores, commentProposer, commentJury }: SheetContent): SheetContent {
  return { scores, commentProposer, commentJury };
}

function contentIn(form: FormData): SheetContent {
  const fields = [...form].map(([name, value]) => [name, String(value)] as const);
  const text = (name: string) => fields.find(([each]) => each === name)?.[1] ?? "";
  const scores = fields.flatMap(([name, value]) =>
    name.startsWith("scores.") ? [[name.slice("scores.".length), Number(value)]] : [],
  );
  return {
    scores: Object.fromEntries(scores),
    commentProposer: text("commentProposer"),
    commentJury: text("commentJury"),
  };
}

function keepingOf({ savedAt }: Stored): AutosaveState {
  return savedAt ? { at: "saved", time: new Date(savedAt) } : { at: "untouched" };
}

type Answer =
  { at: "saved"; version: number; time: Date } | Exclude<AutosaveState, { at: "saved" }>;

async function send(url: string, content: SheetContent, version: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: bodyOf(content, version),
      redirect: "manual",
      keepalive: true,
    });
    if (response.type === "opaqueredirect" || response.status === 401) return { at: "signed-out" };
    if (response.status >= 500) return { at: "offline" };
    const answer: { version?: number; savedAt?: string; refusal?: Refusal } = await response.json();
    if (response.ok && answer.version && answer.savedAt)
      return { at: "saved", version: answer.version, time: new Date(answer.savedAt) };
    if (!answer.refusal) return { at: "invalid" };
    return answer.refusal.code === "stale"
      ? { at: "stale" }
      : { at: "refused", refusal: answer.refusal };
  } catch {
    return { at: "offline" };
  }
}

function bodyOf({ scores, commentProposer, commentJury }: SheetContent, version: number): FormData {
  const body = new FormData();
  body.set("version", String(version));
  for (const [key, score] of Object.entries(scores)) body.set(`scores.${key}`, String(score));
  body.set("commentProposer", commentProposer);
  body.set("commentJury", commentJury);
  return body;
}

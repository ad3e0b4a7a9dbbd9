import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";

// Whether a browser is one person's own decides if the pass may stay in it. The answer never leaves the browser.

export type Computer = "private" | "shared";

const key = "innova.computer";
const changed = "innova:computer";

/** What this browser was said to be; null when nobody said, undefined while the server renders. */
export function useComputer(): Computer | null | undefined {
  return useSyncExternalStore(subscribe, read, () => undefined);
}

/** Asks whether this computer is only one's own. Nothing of it is part of a form. `once`: not when it was answered before. */
export function ComputerQuestion({ once = false }: { once?: boolean }) {
  const t = useTranslations("computer");
  const answer = useComputer();
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(!once || read() === null), [once]);
  if (!asked) return null;
  return (
    <fieldset className="question">
      <legend>{t("question")}</legend>
      {(["private", "shared"] as const).map((each) => (
        <label key={each}>
          <input type="radio" name="computer" value={each} form="nothing-is-sent" checked={answer === each} onChange={() => write(each)} /> {t(each)}
        </label>
      ))}
    </fieldset>
  );
}

function subscribe(notify: () => void): () => void {
  window.addEventListener("storage", notify);
  window.addEventListener(changed, notify);
  return () => {
    window.removeEventListener("storage", notify);
    window.removeEventListener(changed, notify);
  };
}

function read(): Computer | null {
  try {
    const answer = localStorage.getItem(key);
    return answer === "private" || answer === "shared" ? answer : null;
  } catch {
    return "shared"; // a browser that keeps nothing is treated like one that others use
  }
}

function write(answer: Computer): void {
  try {
    localStorage.setItem(key, answer);
  } catch {
    return;
  }
  window.dispatchEvent(new Event(changed));
}

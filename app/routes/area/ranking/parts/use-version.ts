import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/**
 * Asks every so often, while the page is looked at, for the version of what it shows, and loads the
 * page's data again only when it is another one; what is typed stays. Without an address, or once
 * the answer is no more than a refusal, it asks nothing.
 */
export function useVersion(url: string | null, version: string | null, everySeconds: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (url === null) return;
    const timer = setInterval(() => void ask(), everySeconds * 1000);
    const ask = async () => {
      if (document.visibilityState !== "visible" || state !== "idle") return;
      const answer = await fetch(url, { headers: { Accept: "text/plain" } }).catch(() => null);
      if (!answer) return; // no connection: the next time
      if (!answer.ok) clearInterval(timer);
      if (!answer.ok || (await answer.text()) !== version) revalidate();
    };
    return () => clearInterval(timer);
  }, [url, version, everySeconds, revalidate, state]);
}

import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/**
 * Loads the page's data again every so often while it is looked at; focus and what is typed stay
 * where they are.
 */
export function usePolling(everySeconds: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && state === "idle") revalidate();
    }, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds, revalidate, state]);
}

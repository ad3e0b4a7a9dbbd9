import { useEffect } from "react";

const everySeconds = 10;

/** Tells the server every ten seconds that this custodian's page is open, while `isOn`. */
export function usePresence(url: string, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    // one that is lost is made up by the next
    const tell = () => void fetch(url, { method: "POST" }).catch(() => undefined);
    tell();
    const timer = setInterval(tell, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [url, isOn]);
}

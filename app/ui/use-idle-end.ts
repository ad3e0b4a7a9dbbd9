import { useEffect } from "react";

const idleMinutes = 30;
const touches = ["pointerdown", "keydown", "scroll"] as const;

/**
 * Leaves the signed-in pages once nobody touched this one for half an hour, where `isOn`. The session itself ends on the
 * server, which counts requests; this takes what it showed off the screen, and ends what the page asks by itself.
 */
export function useIdleEnd(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    let touched = Date.now();
    const touch = () => void (touched = Date.now());
    const look = () => {
      if (Date.now() - touched > idleMinutes * 60_000) location.replace("/area/login");
    };
    const timer = setInterval(look, 15_000);
    document.addEventListener("visibilitychange", look); // a machine that slept
    for (const each of touches) document.addEventListener(each, touch, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      for (const each of touches) document.removeEventListener(each, touch, { capture: true });
    };
  }, [isOn]);
}

import { useEffect } from "react";
import { forgetWhose, keepsSomething } from "#app/ui/kept/kept-person.ts";
import { dropHeldCopies } from "#app/routes/area/jury/parts/sheet-copy.ts";

const idleMinutes = 30;
const touches = ["pointerdown", "keydown", "scroll"] as const;

/**
 * Signs out once nobody touched this page for half an hour, where `isOn`: on a shared computer, and
 * for whoever holds a role. The server ends the session of a window that was closed, by its
 * requests; this takes what is shown off the screen, also where the page asks for something by
 * itself.
 */
export function useIdleEnd(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    let touched = Date.now();
    const touch = () => void (touched = Date.now());
    const look = () => {
      if (Date.now() - touched > idleMinutes * 60_000) signOut();
    };
    const timer = setInterval(look, 15_000);
    document.addEventListener("visibilitychange", look); // a machine that slept
    for (const each of touches)
      document.addEventListener(each, touch, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      for (const each of touches) document.removeEventListener(each, touch, { capture: true });
    };
  }, [isOn]);
}

function signOut(): void {
  dropHeldCopies(); // or the page would ask, and stay on the screen meanwhile
  forgetWhose();
  const form = Object.assign(document.createElement("form"), {
    method: "post",
    action: "/area/logout",
  });
  const said = { idle: "yes", keeps: keepsSomething() ? "yes" : "no" };
  for (const [name, value] of Object.entries(said))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

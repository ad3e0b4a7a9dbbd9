import { useFetchers, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

type Sent = { form: HTMLFormElement; button: HTMLElement | null; at: number };

/**
 * A form that is sent reaches the router within this; one that is held back by its page does not,
 * and is forgotten.
 */
const shownAfterMs = 500;

/** After this a wait is said to those who cannot see the button turn. */
const saidAfter = 1000;

/**
 * Every act shows that it works and is not sent twice: while a form is on its way its button turns,
 * and pressing it or Enter again does nothing. One for all forms of the pages below, so that none
 * forgets it.
 */
export function BusyActs() {
  const t = useTranslations("form");
  const isBusy = useIsSending();
  const sent = useRef<Sent | null>(null);
  const [isLong, setIsLong] = useState(false);

  useEffect(() => {
    // before React and the router, who listen at the document
    const note = (event: SubmitEvent) => {
      const form = event.target as HTMLFormElement;
      if (form.dataset.busy) {
        event.preventDefault();
        event.stopPropagation();
      } else sent.current = { form, button: event.submitter, at: performance.now() };
    };
    window.addEventListener("submit", note, true);
    return () => window.removeEventListener("submit", note, true);
  }, []);

  useEffect(() => {
    const { current } = sent;
    if (!isBusy || !current || performance.now() - current.at > shownAfterMs) return;
    mark(current, true);
    const timer = setTimeout(() => setIsLong(true), saidAfter);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
      mark(current, false);
      sent.current = null;
    };
  }, [isBusy]);

  return (
    <p role="status" className="hidden-visually">
      {isLong && t("working")}
    </p>
  );
}

/** True while a form, and not only a page that is asked for, is on its way. */
function useIsSending(): boolean {
  const navigation = useNavigation();
  const fetchers = useFetchers();
  return (
    navigation.formMethod !== undefined ||
    fetchers.some(({ formMethod }) => formMethod !== undefined)
  );
}

function mark({ form, button }: Sent, isBusy: boolean): void {
  for (const element of [form, button]) {
    if (!element) continue;
    if (isBusy) element.dataset.busy = "true";
    else delete element.dataset.busy;
  }
  if (isBusy) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
}

import { useFetcher, useRouteLoaderData } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Computer } from "#app/domain/people/account.ts";

// Whether a computer is one person's own decides what may stay in its browser. Each account says it
// for itself, and the session knows it; what nobody said counts as shared.

const answers = ["private", "shared"] as const satisfies readonly Computer[];

/** What the frame of the signed-in pages knows of who is signed in, and where. */
type Frame = { sub: string; computer: Computer | null };

/** Who is signed in, and where; nothing outside the signed-in pages. */
export function useFrame(): Frame | undefined {
  return useRouteLoaderData<Frame>("routes/area/layout");
}

/** What the person who is signed in said of this computer; null when nobody was asked. */
export function useComputer(): Computer | null {
  return useFrame()?.computer ?? null;
}

/**
 * Asks on the way in whether nobody else uses this computer; it is sent with the form around it.
 */
export function ComputerChoice() {
  const t = useTranslations("computer");
  return (
    <fieldset className="question">
      <legend>{t("question")}</legend>
      {answers.map((each) => (
        <label key={each}>
          <input type="radio" name="computer" value={each} /> {t(each)}
        </label>
      ))}
      <p className="soft">{t("shared-means")}</p>
    </fieldset>
  );
}

/**
 * The same question to somebody who is signed in; the answer counts from now on. `once`: only where
 * nobody was asked.
 */
export function ComputerQuestion({ once = false }: { once?: boolean }) {
  const t = useTranslations("computer");
  const computer = useComputer();
  const fetcher = useFetcher();
  const [said, setSaid] = useState<Computer | null>(null);
  const say = (answer: Computer) => {
    setSaid(answer);
    fetcher.submit({ computer: answer }, { method: "post", action: "/area/account/computer" });
  };
  if (once && computer !== null && said === null) return null;
  return (
    <fetcher.Form method="post" action="/area/account/computer">
      <fieldset className="question">
        <legend>{t("question")}</legend>
        {answers.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="computer"
              value={each}
              checked={(said ?? computer) === each}
              onChange={() => say(each)}
            />{" "}
            {t(each)}
          </label>
        ))}
        <p className="soft">{t("shared-means")}</p>
        <noscript>
          <button type="submit">{t("say")}</button>
        </noscript>
      </fieldset>
    </fetcher.Form>
  );
}

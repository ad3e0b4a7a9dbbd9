import { Button } from "@mantine/core";
import { redirectDocument } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { signOut } from "#app/commands/people/session.server.ts";
import { actFor, anybody, computerOfRequest, pageFor, signedIn } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { forgetPerson } from "#app/ui/kept/forget-person.ts";
import { forgetWhose, type KeptOf, keepsSomething, keptOf } from "#app/ui/kept/kept-person.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("signOut.title");

export const loader = pageFor(signedIn, async ({ actor }) => ({ sub: actor.id }));

/**
 * Ends the session. Where others use the computer too the browser is told to forget what it holds
 * of ours: its cache, and what is stored, unless the page says that something stays there for
 * somebody whose own it was said to be.
 */
export const action = actFor(anybody, async ({ request }) => {
  const isShared = computerOfRequest(request) !== "private";
  // whoever leaves is let go, whatever came along
  const form = await formOf(request).catch(() => null);
  const keeps = form?.get("keeps") === "yes";
  const headers = new Headers({ "Set-Cookie": await signOut(request.headers.get("Cookie")) });
  if (isShared) headers.set("Clear-Site-Data", keeps ? '"cache"' : '"cache", "storage"');
  return redirectDocument(form?.get("idle") === "yes" ? "/area/login?ended=idle" : "/area/login", {
    headers,
  });
});

/** Asks, where this browser keeps something of whoever leaves, whether it stays. */
export default function SignOut() {
  const t = useTranslations("signOut");
  const { sub } = useLoaderData<typeof loader>();
  const [kept, setKept] = useState<KeptOf>();
  useEffect(() => setKept(keptOf(sub)), [sub]);
  const ofProposals = kept?.passes || kept?.draft;
  const leave = async (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    const stays = form.elements.namedItem("stays");
    event.preventDefault();
    if (stays instanceof RadioNodeList && stays.value === "no") await forgetPerson(sub);
    forgetWhose();
    const keeps = form.elements.namedItem("keeps");
    if (keeps instanceof HTMLInputElement) keeps.value = keepsSomething() ? "yes" : "no";
    form.submit();
  };
  return (
    <Form method="post" reloadDocument onSubmit={leave} className="narrow stack">
      <h1>{t("title")}</h1>
      <input type="hidden" name="keeps" defaultValue="yes" />
      {kept && (ofProposals || kept.sheets) ? (
        <fieldset className="question">
          <legend>
            {t(kept.draft ? "questionDraft" : ofProposals ? "question" : "questionSheets")}
          </legend>
          <label>
            <input type="radio" name="stays" value="yes" defaultChecked /> {t("stays")}
          </label>
          <label>
            <input type="radio" name="stays" value="no" /> {t("goes")}
          </label>
          {ofProposals && <p className="soft">{t("alone")}</p>}
          {kept.sheets && <p className="soft">{t("aloneSheets")}</p>}
        </fieldset>
      ) : (
        <p>{t("nothing")}</p>
      )}
      <div className="row">
        <Button type="submit">{t("act")}</Button>
        <Link to="/area/desk">{t("back")}</Link>
      </div>
    </Form>
  );
}

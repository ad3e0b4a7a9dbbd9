import "#app/ui/styles/judging.css";
import { Alert, Button } from "@mantine/core";
import { data } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { takeOfflineFile } from "#app/commands/scoring/offline-sheets.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { uploadOf } from "#app/http/upload.server.ts";
import { ownReadings } from "#app/queries/scoring/own-sheet.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("offline.title");

const mostBytes = 2_000_000;

export const loader = pageFor(juror, async ({ actor, edition }) => ({
  code: edition.code,
  sheets: (await ownReadings(actor.id, edition)).filter(({ writable }) => writable).length,
}));

/** Takes a file that was filled in. */
export const action = actFor(juror, async ({ actor, edition, request }) => {
  const { file } = await uploadOf(request, "file", mostBytes);
  if (!file?.length) throw refuse("invalid", { field: "file" });
  const { faults, taken } = await takeOfflineFile(actor.id, edition, file);
  if (faults.length > 0) return data({ faults: faults.slice(0, 50), taken: [] }, 400);
  return { faults: [], taken };
});

/** Scoring without a connection: take the file along, fill it in, bring it back. */
export default function OfflinePage() {
  const { code, sheets } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("offline");
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {sheets === 0 ? (
        <p className="panel">{t("nothing")}</p>
      ) : (
        <ol className="stack">
          <li>
            <p>
              <a href={`/area/jury/${code}/offline/file`} download>
                {t("download", { count: sheets })}
              </a>
            </p>
          </li>
          <li>
            <p>{t("fill")}</p>
          </li>
          <li>
            <Form method="post" encType="multipart/form-data" className="stack">
              <label className="comment">
                <span>{t("upload")}</span>
                <input type="file" name="file" accept=".txt,text/plain" required />
              </label>
              <div>
                <Button type="submit">{t("send")}</Button>
              </div>
            </Form>
          </li>
        </ol>
      )}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {answer && "faults" in answer && answer.faults.length > 0 && (
        <Alert color="red" role="alert" title={t("faulty")}>
          <ul>
            {answer.faults.map(({ line, fault, text }, at) => (
              <li key={at}>
                {t("line", { line })} {t(`fault.${fault}`, { text })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {answer && "taken" in answer && answer.faults.length === 0 && (
        <TakenList taken={answer.taken} />
      )}
    </div>
  );
}

function TakenList({ taken }: { taken: { no: number; refused: string | null }[] }) {
  const { code } = useLoaderData<typeof loader>();
  const t = useTranslations("offline");
  if (taken.length === 0) return <p role="status">{t("empty")}</p>;
  return (
    <section role="status" className="panel">
      <ul>
        {taken.map(({ no, refused }) => (
          <li key={no} className={refused ? "bad" : undefined}>
            <Link to={`/area/jury/${code}/${no}`}>{t("proposal", { no })}</Link>{" "}
            {t(refused === null ? "kept" : refused === "stale" ? "newer" : "notYours")}
          </li>
        ))}
      </ul>
    </section>
  );
}

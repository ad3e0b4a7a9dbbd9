import { Button, FileInput } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { staffFileLimit, type StaffProblem } from "#app/domain/people/staff.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import type { StaffPerson, StaffPreview } from "./staff-preview.ts";
import type { action as importAction } from "#app/routes/area/admin/staff-import.ts";
import type { action as previewAction } from "#app/routes/area/admin/staff-import-preview.ts";

/**
 * Choose a file, see what it would do, agree. The file stays in the browser in between: nothing of
 * it is kept on the server.
 */
export function StaffUpload() {
  const t = useTranslations("staff");
  const rehearsal = useFetcher<typeof previewAction>();
  const [file, setFile] = useState<File | null>(null);
  const [shownFor, setShownFor] = useState<File | null>(null);
  const rehearse = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setShownFor(file);
    if (file.size > staffFileLimit) return;
    rehearsal.submit(formWith({ file }), {
      method: "post",
      action: "/area/admin/staff/import-preview",
      encType: "multipart/form-data",
    });
  };
  const tooLarge = shownFor === file && (file?.size ?? 0) > staffFileLimit;
  const answer =
    rehearsal.state === "idle" && file && shownFor === file && !tooLarge
      ? rehearsal.data
      : undefined;
  return (
    <section className="panel stack" aria-labelledby="upload">
      <h2 id="upload">{t("upload")}</h2>
      <form className="search" onSubmit={rehearse}>
        <FileInput
          label={t("file")}
          description={t("hint")}
          placeholder={t("choose")}
          accept=".csv,text/csv"
          value={file}
          onChange={setFile}
          style={{ flexGrow: 1, minWidth: 0 }}
        />
        <Button
          type="submit"
          variant="default"
          disabled={!file}
          loading={rehearsal.state !== "idle"}
        >
          {t("preview")}
        </Button>
      </form>
      <div aria-live="polite" className="stack">
        <RefusalAlert
          refusal={
            tooLarge
              ? { code: "too-large" }
              : answer && "refusal" in answer
                ? answer.refusal
                : undefined
          }
        />
        {answer && "problems" in answer && (
          <Problems problems={answer.problems} count={answer.count} />
        )}
        {answer && "preview" in answer && file && <Preview preview={answer.preview} file={file} />}
      </div>
    </section>
  );
}

function Problems({ problems, count }: { problems: StaffProblem[]; count: number }) {
  const t = useTranslations("staff");
  const column = useTranslations("admin.column");
  const words = useInvalidWords();
  return (
    <>
      <p className="bad">{t("problems", { count })}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("problems", { count })}>
        <table>
          <thead>
            <tr>
              {(["line", "field", "remedy"] as const).map((each) => (
                <th key={each} scope="col">
                  {column(each)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {problems.map(({ line, field, remedy }) => (
              <tr key={`${line} ${field}`}>
                <td className="number">{line}</td>
                <td>{field && <code>{field}</code>}</td>
                <td>{words(remedy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > problems.length && <p>{t("moreProblems", { count: count - problems.length })}</p>}
    </>
  );
}

function Preview({ preview, file }: { preview: StaffPreview; file: File }) {
  const t = useTranslations("staff");
  const sending = useFetcher<typeof importAction>();
  const { added, changed, deactivated } = preview.counts;
  const answer = sending.data;
  if (added + changed + deactivated === 0) return <p>{t("nothing")}</p>;
  const send = () =>
    sending.submit(formWith({ file, agreed: preview.fingerprint }), {
      method: "post",
      action: "/area/admin/staff/import",
      encType: "multipart/form-data",
    });
  return (
    <>
      <p>
        <strong>{t("counts", preview.counts)}</strong>
      </p>
      <People title={t("deactivated")} people={preview.deactivate} count={deactivated} />
      <People title={t("changed")} people={preview.change} count={changed} />
      <People title={t("added")} people={preview.add} count={added} />
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      {answer && "problems" in answer && (
        <Problems problems={answer.problems} count={answer.count} />
      )}
      <div>
        <Button onClick={send} loading={sending.state !== "idle"}>
          {t("confirm")}
        </Button>
      </div>
    </>
  );
}

function People({ title, people, count }: { title: string; people: StaffPerson[]; count: number }) {
  const t = useTranslations("staff");
  const column = useTranslations("admin.column");
  const open = useRef(count <= 20).current;
  if (count === 0) return null;
  const hasFields = people.some(({ fields }) => fields.length > 0);
  return (
    <details open={open}>
      <summary>
        {title}: {count}
      </summary>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {(["staffNumber", "surname", "name", "email", "unit"] as const).map((each) => (
                <th key={each} scope="col">
                  {column(each)}
                </th>
              ))}
              {hasFields && <th scope="col">{t("fields")}</th>}
            </tr>
          </thead>
          <tbody>
            {people.map(({ staffNumber, surname, name, email, unit, fields }) => (
              <tr key={staffNumber}>
                <td>{staffNumber}</td>
                <td>{surname}</td>
                <td>{name}</td>
                <td>{email}</td>
                <td>{unit}</td>
                {hasFields && <td>{fields.map((field) => column(field)).join(", ")}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > people.length && <p>{t("more", { count: count - people.length })}</p>}
    </details>
  );
}

function formWith(values: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

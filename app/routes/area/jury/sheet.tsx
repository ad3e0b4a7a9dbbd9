import { phaseHas } from "#app/domain/phase.ts";
import "#app/ui/styles/judging.css";
import { Alert } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { saveDraft } from "#app/commands/scoring/score.server.ts";
import { savedDraftSchema, typedSheet } from "#app/domain/scoring/sheet.ts";
import { actFor, juror, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { leftIn, publicNoOf } from "#app/http/params.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import { nextOwn, ownSheetPage } from "#app/queries/scoring/own-sheet.server.ts";
import { AuthorForm, AuthorQuestion } from "#app/routes/area/jury/parts/author-question.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { AttachmentList } from "#app/ui/published/attachment-list.tsx";
import { proseOf } from "#app/ui/published/markdown.tsx";
import { ProposalView } from "#app/ui/published/proposal-view.tsx";
import { SheetForm } from "#app/routes/area/jury/parts/sheet-form.tsx";
import { useMore } from "#app/ui/frame/scrolls.tsx";
import { OthersSheets, ReadSheet } from "#app/routes/area/jury/parts/sheet-read.tsx";
import { Thread } from "#app/routes/area/jury/parts/thread.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("sheet.title");

export const loader = pageFor(juror, async ({ actor, edition, params, request }) => {
  const page = await ownSheetPage(actor.id, edition, publicNoOf(params), leftIn(request));
  return { code: edition.code, timeZone: edition.timeZone, prose: proseOf(page.content), ...page };
});

/** Saves by hand, with JavaScript or without, and goes on where asked. */
export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, savedDraftSchema(await criteriaOf(edition.id)));
  if (!parsed.ok)
    return data(
      { errors: parsed.reply.error ?? {}, typed: typedSheet(parsed.reply.initialValue) },
      400,
    );
  const { then, ...draft } = parsed.value;
  const refused = await keepInput(typedSheet(draft), () =>
    saveDraft(actor.id, edition.id, no, draft),
  );
  if (refused) return refused;
  const next = then === "next" ? await nextOwn(actor.id, edition, no) : no;
  throw redirect(
    `/area/jury/${edition.code}${next ? `/${next}` : ""}?done=saved${next !== no ? `&left=${no}` : ""}`,
  );
});

/** A proposal beside the rubric. */
export default function SheetPage() {
  const page = useLoaderData<typeof loader>();
  const { code, no, content, prose, files, categories, mode, progress, sheets, criteria } = page;
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("sheet");
  const locale = useLocale();
  const column = useRef<HTMLElement>(null);
  const { below } = useMore(column, no);
  useEffect(() => column.current?.scrollTo({ top: 0 }), [no]);
  const author = page.guess !== undefined && (
    <AuthorQuestion
      key={`author-${no}`}
      no={no}
      guess={page.guess}
      editable={phaseHas(page.phase, "scores") || mode === "write"}
    />
  );
  return (
    <div className="stack">
      <p className="row between">
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
        <span className="row">
          <progress aria-hidden value={progress.done} max={Math.max(1, progress.of)} />{" "}
          {t("progress", { ...progress })}
        </span>
      </p>
      <div className="row between">
        <h1>{t("proposalNo", { no })}</h1>
        <a className="to-rubric" href="#rubric">
          {t("toRubric")}
        </a>
      </div>
      {page.later && (
        <p className="panel">{t(mode === "write" ? "secondRound" : "secondRoundDone")}</p>
      )}
      <Done when={params.get("done") === "saved"}>{t("saved")}</Done>
      {page.left && (
        <Alert color="yellow" role="status">
          {t("left", page.left)}{" "}
          <Link to={`/area/jury/${code}/${page.left.no}`}>{t("backTo", { no: page.left.no })}</Link>
        </Alert>
      )}
      <Done when={params.get("done") === "revised"}>{t("revised")}</Done>
      <Done when={params.get("done") === "written"}>{t("written")}</Done>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <div className="reading">
        <div className="panel">
          <ProposalView
            content={content}
            prose={prose}
            categories={categories}
            locale={locale}
            heading={2}
          />
          <AttachmentList files={files} base={`/area/jury/${code}/${no}/files`} />
        </div>
        <aside id="rubric" ref={column} data-below={below} aria-label={t("title")} tabIndex={-1}>
          {mode === "write" ? (
            <SheetForm
              key={no}
              page={page}
              below={below}
              errors={answer && "errors" in answer ? answer.errors : {}}
              typed={answer && "typed" in answer ? answer.typed : {}}
            >
              {author}
            </SheetForm>
          ) : (
            <ReadSheet
              sheet={page.sheet}
              criteria={criteria}
              revision={mode === "revise" ? `/area/jury/${code}/${no}/revision` : null}
            />
          )}
          {mode !== "write" && author}
          {page.guess !== undefined && (
            <AuthorForm no={no} action={`/area/jury/${code}/${no}/guess`} />
          )}
        </aside>
      </div>
      {sheets.length > 0 && <OthersSheets sheets={sheets} criteria={criteria} />}
      {page.thread && (
        <Thread
          messages={page.thread}
          action={phaseHas(page.phase, "deliberates") ? `/area/jury/${code}/${no}/messages` : null}
        />
      )}
    </div>
  );
}

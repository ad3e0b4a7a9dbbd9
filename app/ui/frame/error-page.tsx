import { useTranslations } from "use-intl";

/** What went wrong, as a page of its own. */
export function ErrorPage({ status }: { status: number }) {
  return (
    <main className="main narrow">
      <ErrorWords status={status} />
    </main>
  );
}

/** What went wrong, in words, with a way on. */
export function ErrorWords({ status }: { status: number }) {
  const t = useTranslations("error");
  const kind = status === 404 ? "notFound" : status < 500 ? "refused" : "broken";
  return (
    <>
      <h1>{t(`${kind}.title`)}</h1>
      <p>{t(`${kind}.text`)}</p>
      <p>
        <a href="/" rel="noreferrer">
          {t("home")}
        </a>
      </p>
    </>
  );
}

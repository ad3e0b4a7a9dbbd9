import { useTranslations } from "use-intl";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import { markdownFields, textFieldNames, type TextField } from "#app/domain/proposal/proposal.ts";
import type { Prose } from "./markdown.tsx";

type Props = {
  content: Record<string, unknown>;
  /** what it says in Markdown: the browser is not sent what reads that */ prose: Prose;
  categories: { key: string; name: Localised }[];
  locale: Locale;
  heading?: 2 | 3;
};

/** A proposal as one reads it; empty fields are left out. */
export function ProposalView({ content, prose, categories, locale, heading = 3 }: Props) {
  const t = useTranslations("proposal");
  const [Heading, FieldHeading] = heading === 2 ? (["h2", "h3"] as const) : (["h3", "h4"] as const);
  const text = (field: TextField) =>
    typeof content[field] === "string" ? (content[field] as string) : "";
  const keys = Array.isArray(content.categories) ? content.categories : [];
  const goals = Array.isArray(content.goals) ? content.goals : [];
  const fields = textFieldNames.filter((field) => field !== "title" && text(field));
  return (
    <article lang={typeof content.locale === "string" ? content.locale : undefined}>
      <Heading>{text("title")}</Heading>
      <p className="row">
        {categories
          .filter(({ key }) => keys.includes(key))
          .map(({ key, name }) => (
            <span key={key} className="tag">
              {inLocale(name, locale)}
            </span>
          ))}
      </p>
      {fields.map((field) => (
        <section key={field}>
          <FieldHeading className="field">{t(`fields.${field}.label`)}</FieldHeading>
          {markdownFields.includes(field) ? (
            <div className="markdown" dangerouslySetInnerHTML={{ __html: prose[field] ?? "" }} />
          ) : (
            <p>{text(field)}</p>
          )}
        </section>
      ))}
      {(content.horizon === "short" || content.horizon === "medium") && (
        <p>
          <strong>{t("fields.horizon.label")}:</strong> {t(`horizon.${content.horizon}`)}
        </p>
      )}
      {goals.length > 0 && (
        <p>
          <strong>{t("fields.goals.label")}:</strong>{" "}
          {goals.map((goal) => `${goal}. ${t(`goals.${goal as 1}`)}`).join(" · ")}
        </p>
      )}
    </article>
  );
}

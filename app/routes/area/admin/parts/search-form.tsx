import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Form, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";

type Choice = { name: string; label: string; options: { value: string; label: string }[] };

/** Narrows a list by words and by choices, all in the URL. */
export function SearchForm({
  words = true,
  choices = [],
}: {
  words?: boolean;
  choices?: Choice[];
}) {
  const t = useTranslations("list");
  const [search] = useSearchParams();
  return (
    <Form method="get" role="search" className="search" key={search.toString()}>
      {words && (
        <TextInput
          type="search"
          name="search"
          label={t("search")}
          defaultValue={search.get("search") ?? ""}
          maxLength={100}
        />
      )}
      {choices.map(({ name, label, options }) => (
        <NativeSelect
          key={name}
          name={name}
          label={label}
          defaultValue={search.get(name) ?? ""}
          data={[{ value: "", label: t("all") }, ...options]}
        />
      ))}
      <Button type="submit" variant="default">
        {t("find")}
      </Button>
    </Form>
  );
}

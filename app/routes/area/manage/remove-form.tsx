import { Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useTranslations } from "use-intl";

/** Removes a category or a criterion by its own route. */
export function RemoveForm({ code, noun, id }: { code: string; noun: "categories" | "criteria"; id: string }) {
  const tForm = useTranslations("form");
  return (
    <Form method="post" action={`/area/manage/${code}/${noun}/removal`} style={{ marginTop: "0.75rem" }}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="outline" color="red" size="compact-sm">{tForm("delete")}</Button>
    </Form>
  );
}

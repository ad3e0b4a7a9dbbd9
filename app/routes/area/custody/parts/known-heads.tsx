import { Alert, Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { headsIn } from "#app/custody/sheet-check.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";

/** Which heads of the audit chain the check went by, and a place for those that came by mail. */
export function KnownHeads({
  heads,
  onPaste,
}: {
  heads: ChainHead[];
  onPaste: (heads: ChainHead[]) => void;
}) {
  const t = useTranslations("custody.heads");
  const [error, setError] = useState("");
  const paste = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = headsIn(String(new FormData(event.currentTarget).get("mail") ?? ""));
    setError(found.length === 0 ? t("none") : "");
    if (found.length > 0) onPaste(found);
  };
  const first = heads.length > 0 ? Math.min(...heads.map(({ position }) => position)) : 0;
  return (
    <>
      {heads.length === 0 ? (
        <Alert color="yellow">{t("unknown")}</Alert>
      ) : (
        <p>{t("known", { count: heads.length, first })}</p>
      )}
      <details>
        <summary>{t("paste")}</summary>
        <form className="stack" onSubmit={paste}>
          <Textarea
            name="mail"
            label={t("mail")}
            description={t("mailHelp")}
            rows={3}
            error={error || undefined}
            styles={{ input: { fontFamily: "monospace" } }}
          />
          <div>
            <Button type="submit" variant="default">
              {t("check")}
            </Button>
          </div>
        </form>
      </details>
    </>
  );
}

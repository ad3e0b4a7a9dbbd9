import { Button, Textarea, TextInput } from "@mantine/core";
import { Form } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { seats } from "#app/domain/jury/jury.ts";
import type { StaffMatch } from "#app/queries/jury/jury.server.ts";

/** What was sent of an appointment that was not taken. */
export type TypedAppointment = { userId: string; as: string; declaration: string };

/** Staff by name, and what they may be appointed as. */
export function AppointForm({ search, matches }: { search: string; matches: StaffMatch[] | null }) {
  const t = useTranslations("jury");
  return (
    <section className="panel stack">
      <h2>{t("appoint")}</h2>
      <Form method="get" className="search" role="search">
        <TextInput name="search" label={t("search")} defaultValue={search} />
        <Button type="submit" variant="default">
          {t("find")}
        </Button>
      </Form>
      {matches && (
        <p role="status" className="soft">
          {t("found", { count: matches.length })}
        </p>
      )}
      {matches && matches.length > 0 && (
        <ul className="entries">
          {matches.map(({ id, name, unit, staffNumber }) => (
            <li key={id}>
              <div>
                <strong>{name}</strong>{" "}
                <span className="soft">
                  {staffNumber} · {unit}
                </span>
              </div>
              <Form method="post" className="row">
                <input type="hidden" name="userId" value={id} />
                <label>
                  <span className="hidden-visually">{t("seat")}</span>
                  <select name="as" defaultValue="juror">
                    {seats.map((seat) => (
                      <option key={seat} value={seat}>
                        {t(`as.${seat}`)}
                      </option>
                    ))}
                  </select>
                </label>
                <Button type="submit" size="compact-sm" aria-label={t("appointName", { name })}>
                  {t("appointShort")}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/**
 * For somebody who may have proposed: appoint all the same, on a declaration of not having taken
 * part.
 */
export function Declaration({ typed, name }: { typed: TypedAppointment; name: string }) {
  const t = useTranslations("jury.declare");
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { name })}</p>
      <Form method="post" className="stack narrow">
        <input type="hidden" name="userId" value={typed.userId} />
        <input type="hidden" name="as" value={typed.as} />
        <Textarea
          name="declaration"
          label={t("label")}
          defaultValue={typed.declaration}
          required
          minLength={20}
          maxLength={2000}
          autosize
          minRows={3}
        />
        <div>
          <Button type="submit" variant="default">
            {t("act")}
          </Button>
        </div>
      </Form>
    </section>
  );
}

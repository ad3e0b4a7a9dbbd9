import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import { localTimeOf } from "#app/domain/local-time.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Words = {
  title: string;
  text: string;
  at: string;
  save: string;
  /** what is planned, once it is */ set: string;
  revoke: string;
};
type Props = {
  address: string;
  timeZone: string;
  /** ISO, or nothing planned */ planned: string | null;
  words: Words;
  /** what became of an earlier plan */ children?: ReactNode;
};

/** When something happens by itself, in the edition's own time: set, replaced, taken back. */
export function PlannedMoment({ address, timeZone, planned, words, children }: Props) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/date-form.ts")).momentForm(timeZone),
    fetcher.data,
    {
      id: "moment",
      defaultValue: planned ? { at: localTimeOf(new Date(planned), timeZone) } : undefined,
    },
  );
  return (
    <section className="panel stack" aria-labelledby="by-itself">
      <h2 id="by-itself">{words.title}</h2>
      {children}
      {planned && (
        <>
          <p>{words.set}</p>
          <Act action={`${address}/removal`} variant="outline" color="red">
            {words.revoke}
          </Act>
        </>
      )}
      <fetcher.Form
        method="post"
        action={address}
        {...getFormProps(form)}
        className="stack"
        style={{ maxWidth: 420 }}
      >
        <p className="soft">{words.text}</p>
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <TextField field={fields.at} type="datetime-local" label={words.at} required />
        <div>
          <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
            {words.save}
          </Button>
        </div>
      </fetcher.Form>
    </section>
  );
}

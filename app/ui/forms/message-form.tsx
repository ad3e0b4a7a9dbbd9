import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useId } from "react";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "./fields.tsx";

type Answer = {
  refusal?: Refusal;
  result?: { error?: Record<string, string[] | null> | null };
};

/** A message of up to 4,000 characters, sent to `action` under the name `text`. */
export function MessageForm({
  action,
  label,
  send,
}: {
  action: string;
  label: string;
  send: string;
}) {
  const words = useInvalidWords();
  const fetcher = useFetcher<Answer>();
  const id = useId();
  const error = fetcher.data?.result?.error?.text?.[0];
  return (
    <fetcher.Form method="post" action={action} className="stack comment">
      <label>
        {label}
        <textarea
          name="text"
          rows={3}
          maxLength={4000}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
        />
      </label>
      {error && (
        <p id={id} className="bad" role="alert">
          {words(error)}
        </p>
      )}
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {send}
        </Button>
      </div>
    </fetcher.Form>
  );
}

import { Button } from "@mantine/core";
import type { useFetcher } from "@remix-run/react";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert, useInvalidWords } from "./fields.tsx";

/** What a decision with a reason answers when it was not taken. */
export type DecisionAnswer = { refusal: Refusal } | { errors: Record<string, string[] | null> };

type Props = {
  fetcher: Pick<ReturnType<typeof useFetcher<DecisionAnswer>>, "data" | "state">;
  label: string;
  /** the words of the button */
  submit: string;
  defaultValue?: string;
  small?: boolean;
};

/**
 * The end of every form that decides something with a reason: the reason, what is wrong, and the
 * button.
 */
export function ReasonEnd({ fetcher, label, submit, defaultValue, small = false }: Props) {
  const words = useInvalidWords();
  const { data, state } = fetcher;
  const errors = data && "errors" in data ? data.errors : {};
  const [wrong] = Object.values(errors).flatMap((messages) => messages ?? []);
  return (
    <>
      <label className="comment">
        <span>{label}</span>
        <textarea name="reason" rows={2} required defaultValue={defaultValue} />
      </label>
      {wrong && (
        <p className="bad" role="alert">
          {words(wrong)}
        </p>
      )}
      <RefusalAlert refusal={data && "refusal" in data ? data.refusal : undefined} />
      <div>
        <Button
          type="submit"
          loading={state !== "idle"}
          {...(small && { size: "compact-sm", variant: "default" })}
        >
          {submit}
        </Button>
      </div>
    </>
  );
}

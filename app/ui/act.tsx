import { Button, type ButtonProps } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "./fields.tsx";

type Props = ButtonProps & { action: string; method?: "post" | "delete"; children: ReactNode };

/** A button that is an act of its own; a refusal is shown beside it. */
export function Act({ action, method = "post", children, ...button }: Props) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method={method} action={action} className="stack">
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"} {...button}>{children}</Button>
      </div>
      <RefusalAlert refusal={fetcher.data?.refusal} />
    </fetcher.Form>
  );
}

import { Button, type ButtonProps } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Refusal } from "#app/domain/refusal.ts";
import { RefusalAlert } from "./fields.tsx";

type Props = ButtonProps & {
  action: string;
  method?: "post" | "delete";
  values?: Record<string, string | number>;
  children: ReactNode;
};

/**
 * A button that is an act of its own, with what it is about in `values`; a refusal is shown beside
 * it.
 */
export function Act({ action, method = "post", values = {}, children, ...button }: Props) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <fetcher.Form method={method} action={action} className="stack">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"} {...button}>
          {children}
        </Button>
      </div>
      <RefusalAlert refusal={fetcher.data?.refusal} />
    </fetcher.Form>
  );
}

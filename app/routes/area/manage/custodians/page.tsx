import { Alert, Button, TextInput } from "@mantine/core";
import { redirect } from "@remix-run/node";
import { Form, useActionData, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { nameCustodian } from "#app/commands/opening/custody.server.ts";
import { takesAmendments } from "#app/domain/edition/amendment.ts";
import { isCaredFor } from "#app/domain/opening/key-care.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { type Refusal, refuse } from "#app/domain/refusal.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { custodyOf } from "#app/queries/opening/custody.server.ts";
import { findPeople } from "#app/queries/edition/manage.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { CustodianTable } from "#app/ui/custodian-table.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { KeyBadge } from "#app/ui/key-state.tsx";

export const loader = pageFor(organiser, async ({ actor, edition, request }) => {
  const search = new URL(request.url).searchParams.get("search") ?? "";
  return {
    code: edition.code,
    custody: await custodyOf(edition.id, actor.id, false),
    search,
    people: await findPeople(search),
  };
});

const seat = z.object({
  userId: z.uuid(),
  position: z.coerce.number().int().min(1).max(9),
  title: z.string().trim().min(2).max(120),
});

/** Names a custodian. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = seat.safeParse(Object.fromEntries(await formOf(request)));
  if (!parsed.success)
    throw refuse("invalid", { field: String(parsed.error.issues[0]?.path[0] ?? "") });
  await nameCustodian(actor.id, edition, parsed.data);
  throw redirect(`/area/manage/${edition.code}/custodians?done=named`);
});

/** Who holds the keys, who has done what, and who takes whose place. */
export default function CustodiansPage() {
  const { code, custody, search, people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("manage.custodians");
  const editable = phaseHas(custody.phase, "rulesEditable");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>{t("text", { quorum: custody.quorum, count: custody.count })}</p>
      <Done when={params.get("done") === "named"}>{t("named")}</Done>
      <Done when={params.get("done") === "lost"}>{t("declaredLost")}</Done>
      <Done when={params.get("done") === "reminded"}>{t("reminded")}</Done>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {isCaredFor(custody.phase) && (
        <KeyBadge
          count={custody.count}
          quorum={custody.quorum}
          keys={custody.custodians}
          amendments={
            takesAmendments(custody.phase) ? `/area/manage/${code}/amendments` : undefined
          }
        />
      )}
      <CustodianTable custody={custody} />
      {custody.manifestFingerprint && (
        <p>
          {t("fingerprint")}: <span className="mono">{custody.manifestFingerprint}</span>
        </p>
      )}
      {custody.pin && custody.pinned === "no" && (
        <Alert color="yellow" title={t("pin.title")}>
          <p>{t("pin.text", { command: `npm run cli -- manifest ${code}` })}</p>
          <p className="mono" style={{ overflowWrap: "anywhere" }}>
            {custody.pin}
          </p>
        </Alert>
      )}
      <ul className="plain-list">
        {custody.custodians.map(({ position, name, lostAt }) => (
          <li key={position} className="row">
            <span>
              {position}. {name}
            </span>
            <Act
              action={`/area/manage/${code}/custodians/reminder`}
              values={{ position }}
              size="compact-sm"
              variant="default"
            >
              {t("remind")}
            </Act>
            {editable && (
              <Act
                action={`/area/manage/${code}/custodians/removal`}
                values={{ position }}
                size="compact-sm"
                variant="outline"
                color="red"
              >
                {t("remove")}
              </Act>
            )}
            {isCaredFor(custody.phase) && !lostAt && (
              <DeclareLost code={code} position={position} />
            )}
          </li>
        ))}
      </ul>
      {isCaredFor(custody.phase) && <p className="soft">{t("fixed")}</p>}
      {editable && (
        <section className="panel stack">
          <h2>{t("name")}</h2>
          <Form method="get" className="row">
            <TextInput name="search" label={t("search")} defaultValue={search} />
            <Button type="submit" variant="default" style={{ alignSelf: "end" }}>
              {t("find")}
            </Button>
          </Form>
          {people.map((person) => (
            <NamePerson
              key={person.id}
              person={person}
              free={firstFree(custody)}
              count={custody.count}
            />
          ))}
          {search && people.length === 0 && <p role="status">{t("nobody")}</p>}
        </section>
      )}
    </div>
  );
}

function DeclareLost({ code, position }: { code: string; position: number }) {
  const t = useTranslations("manage.custodians");
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  return (
    <details>
      <summary>{t("lostKey")}</summary>
      <fetcher.Form method="post" action={`/area/manage/${code}/custodians/loss`} className="stack">
        <input type="hidden" name="position" value={position} />
        <TextInput name="reason" label={t("lostReason")} required minLength={10} maxLength={500} />
        <RefusalAlert refusal={fetcher.data?.refusal} />
        <div>
          <Button
            type="submit"
            size="compact-sm"
            color="red"
            variant="outline"
            loading={fetcher.state !== "idle"}
          >
            {t("declareLost")}
          </Button>
        </div>
      </fetcher.Form>
    </details>
  );
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function firstFree(custody: Loaded["custody"]): number {
  const taken = custody.custodians.map(({ position }) => position);
  return (
    Array.from({ length: custody.count }, (_, i) => i + 1).find(
      (position) => !taken.includes(position),
    ) ?? 1
  );
}

function NamePerson({
  person,
  free,
  count,
}: {
  person: Loaded["people"][number];
  free: number;
  count: number;
}) {
  const t = useTranslations("manage.custodians");
  return (
    <Form method="post" className="row" style={{ alignItems: "end" }}>
      <input type="hidden" name="userId" value={person.id} />
      <span style={{ minWidth: "14rem" }}>
        {person.name} {person.surname}
        <br />
        <span className="soft">{person.unit || person.email}</span>
      </span>
      <TextInput
        name="position"
        type="number"
        min={1}
        max={count}
        defaultValue={free}
        label={t("key")}
        w={80}
      />
      <TextInput name="title" label={t("office")} required minLength={2} maxLength={120} />
      <Button type="submit">{t("give")}</Button>
    </Form>
  );
}

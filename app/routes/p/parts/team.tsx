import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Team } from "#app/deposit/responses.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sealing } from "#app/sealing/workers/client.ts";
import { RefusalAlert } from "#app/ui/forms/refusal-alert.tsx";
import { send, tried } from "./client.ts";
import type { Found } from "./found-proposal.ts";

/**
 * The places of the team; with the lead's receipt they are offered and taken back. Nobody learns
 * who took one.
 */
export function TeamPanel({ found: { own, accessKey, edition } }: { found: Found }) {
  const t = useTranslations("p.return.team");
  const [team, setTeam] = useState<Team>(own.team);
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const leads = own.role === "lead" && edition.takesDeposits;
  const places = team.confirmed + team.open.length;

  const change = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    await tried(setProblem, act);
    setBusy(false);
  };
  const invite = () =>
    change(async () => {
      const made = await sealing.newInvite();
      const { hash } = await sealing.inviteKeysFor(made, edition.id);
      setTeam(await send({ op: "invite", edition: edition.id, accessKey, codeHash: hash }));
      setCode(made);
    });
  const takeBack = (slot: number) =>
    change(async () => {
      setTeam(await send({ op: "uninvite", edition: edition.id, accessKey, slot }));
      setCode("");
    });

  if (!leads && places < 2) return null;
  return (
    <section className="panel stack" aria-labelledby="team">
      <h3 id="team">{t("title")}</h3>
      <p role="status">{t("confirmed", { confirmed: team.confirmed, places })}</p>
      {leads && <p>{t("explain", { max: team.max })}</p>}
      {code && (
        <div role="group" aria-label={t("code")} style={{ textAlign: "center" }}>
          <div>{t("code")}</div>
          <div
            className="mono"
            data-testid="invite"
            style={{ fontSize: "1.3rem", fontWeight: 700 }}
          >
            {code}
          </div>
          <p>{t("handOver")}</p>
        </div>
      )}
      {leads && team.open.length > 0 && (
        <ul className="plain-list">
          {team.open.map((slot) => (
            <li key={slot} className="row">
              {t("open", { slot })}{" "}
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => takeBack(slot)}
                disabled={busy}
              >
                {t("takeBack")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <RefusalAlert refusal={problem ?? undefined} />
      {leads && places < team.max && (
        <div>
          <Button variant="default" onClick={invite} loading={busy}>
            {t("invite")}
          </Button>
        </div>
      )}
    </section>
  );
}

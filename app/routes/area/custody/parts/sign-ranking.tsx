import { Alert, Button, Checkbox } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type Checked, checkEvidence, mayBeSigned } from "#app/custody/evidence.ts";
import { inLocale } from "#app/domain/locale.ts";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import type { ChainHead } from "#app/sealing/audit-chain.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { RankingMethodNote } from "#app/ui/ranking-method.tsx";
import { number } from "#app/i18n/when.ts";
import { rememberedHeads, rememberHeads } from "./heads.ts";
import { KnownHeads } from "./known-heads.tsx";
import { post } from "./post.ts";
import { RankingFaults } from "./ranking-faults.tsx";

type Props = { identity: string; base: string; editionId: string; onDone: () => void };

/**
 * The ranking, checked here: nothing is asked before all checks hold, and nothing signed before
 * each decision is ticked.
 */
export function SignRanking({ identity, base, editionId, onDone }: Props) {
  const t = useTranslations("custody.sign.RANKING");
  const [pasted, setPasted] = useState<ChainHead[]>([]);
  const { checked, refusal, heads } = useEvidence(identity, base, editionId, pasted);
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      <p role="status" className="soft">
        {!checked && !refusal && t("checking")}
      </p>
      <RefusalAlert refusal={refusal} />
      {checked && <KnownHeads heads={heads} onPaste={setPasted} />}
      {checked && !mayBeSigned(checked) && <RankingFaults checked={checked} />}
      {checked?.file && mayBeSigned(checked) && (
        <Ticked
          identity={identity}
          base={base}
          editionId={editionId}
          file={checked.file}
          checked={checked}
          onDone={onDone}
        />
      )}
    </section>
  );
}

type Found = { checked?: Checked; refusal?: Refusal; heads: ChainHead[] };

/**
 * Fetches the evidence and checks it in this browser, against remembered and pasted heads; those
 * that hold are remembered.
 */
function useEvidence(
  identity: string,
  base: string,
  editionId: string,
  pasted: ChainHead[],
): Found {
  const [found, setFound] = useState<Found>({ heads: [] });
  useEffect(() => {
    let current = true;
    const look = async (): Promise<Found> => {
      const heads = [...rememberedHeads(editionId), ...pasted];
      const response = await fetch(`${base}/evidence`).catch(() => null);
      if (!response?.ok) return { refusal: { code: "busy" }, heads };
      const checked = await checkEvidence(await response.json(), heads, (seal) =>
        sealing.checkSeal(identity, seal),
      );
      if (mayBeSigned(checked)) rememberHeads(editionId, pasted);
      return { checked, heads };
    };
    void look().then((result) => current && setFound(result));
    return () => void (current = false);
  }, [identity, base, editionId, pasted]);
  return found;
}

/** Order, decisions and openings; each decision and each opening is ticked by itself. */
function Ticked({
  identity,
  base,
  editionId,
  file,
  checked,
  onDone,
}: Props & { file: RankingFile; checked: Checked }) {
  const t = useTranslations("custody.sign.RANKING");
  const { overrides, openings } = useDecisions(file);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const missing = overrides.length + openings.length - ticked.size;
  const tick = (key: string, is: boolean) =>
    setTicked(
      (before) => new Set(is ? [...before, key] : [...before].filter((each) => each !== key)),
    );
  const sign = async () => {
    setBusy(true);
    const answer = await post(`${base}/signature`, {
      subject: "RANKING",
      ...(await sealing.signRanking(identity, editionId, checked.root, checked.json)),
    });
    setBusy(false);
    setRefusal(answer.refusal);
    if (!answer.refusal) onDone();
  };
  const boxes = (decisions: Decision[]) =>
    decisions.map(({ key, words }) => (
      <Checkbox
        key={key}
        label={words}
        checked={ticked.has(key)}
        onChange={(event) => tick(key, event.currentTarget.checked)}
      />
    ));
  return (
    <>
      <Alert color="green" role="status">
        {t("checked", { sheets: file.sheets.length })}
      </Alert>
      <RankingMethodNote asked={file.rules.method ?? "mean"} shortfall={file.notApplied ?? null} />
      <OrderTable file={file} />
      {file.setAside.length > 0 && (
        <p>
          {t("setAside", {
            count: file.setAside.length,
            numbers: [...new Set(file.setAside.map(({ publicNo }) => publicNo))].join(", "),
          })}
        </p>
      )}
      <fieldset className="panel stack">
        <legend>{t("overrides")}</legend>
        {overrides.length === 0 ? <p>{t("noOverrides")}</p> : boxes(overrides)}
      </fieldset>
      <fieldset className="panel stack">
        <legend>{t("opens")}</legend>
        {boxes(openings)}
      </fieldset>
      <details>
        <summary>{t("whole")}</summary>
        <pre
          className="mono scroll"
          tabIndex={0}
          role="region"
          aria-label={t("whole")}
          style={{ maxHeight: 300, whiteSpace: "pre-wrap" }}
        >
          {checked.json}
        </pre>
      </details>
      <RefusalAlert refusal={refusal} />
      <p role="status">{missing > 0 ? t("missing", { count: missing }) : ""}</p>
      <div>
        <Button onClick={sign} loading={busy} disabled={missing > 0}>
          {t("sign")}
        </Button>
      </div>
    </>
  );
}

type Decision = { key: string; words: string };

/** A person's decisions and the openings, in words, with a key each. */
function useDecisions(file: RankingFile): { overrides: Decision[]; openings: Decision[] } {
  const t = useTranslations("custody.sign.RANKING");
  const locale = useLocale();
  const nameOf = (ruleId: string) =>
    inLocale(file.rules.awards.find(({ id }) => id === ruleId)?.name ?? {}, locale);
  const groundOf = ({ ruleId, ground, reason }: RankingFile["awards"][number]) =>
    ground === "rule"
      ? t("byRule", { rule: nameOf(ruleId) })
      : t("byDecision", { rule: nameOf(ruleId), reason });
  const opened = [...new Set(file.openList.map(({ publicNo }) => publicNo))];
  return {
    overrides: [
      ...(file.shortlist?.decisions ?? []).map(({ publicNo, listed, reason }) => ({
        key: `shortlist ${publicNo}`,
        words: t("shortlist", { no: publicNo, listed: String(listed), reason }),
      })),
      ...file.overrides.map(({ ruleId, publicNo, reason }, at) => ({
        key: `override ${at}`,
        words: t("override", { no: publicNo, rule: nameOf(ruleId), reason }),
      })),
    ],
    openings: opened.map((no) => ({
      key: `opening ${no}`,
      words: t("opening", {
        no,
        envelopes: file.openList.filter(({ publicNo }) => publicNo === no).length,
        ground: file.awards
          .filter(({ publicNo }) => publicNo === no)
          .map(groundOf)
          .join("; "),
      }),
    })),
  };
}

/** The whole order, by number. */
function OrderTable({ file }: { file: RankingFile }) {
  const t = useTranslations("custody.sign.RANKING");
  const locale = useLocale();
  const reserves = new Set(file.reserves.map(({ publicNo }) => publicNo));
  const awarded = new Set(file.awards.map(({ publicNo }) => publicNo));
  return (
    <div
      className="scroll"
      tabIndex={0}
      role="region"
      aria-label={t("order")}
      style={{ maxHeight: 420 }}
    >
      <table>
        <thead>
          <tr>
            <th className="number">{t("rank")}</th>
            <th>{t("proposal")}</th>
            <th className="number">{t("mean")}</th>
            <th className="number">{t("sheets")}</th>
            <th>{t("becomes")}</th>
          </tr>
        </thead>
        <tbody>
          {file.order.map(({ publicNo, rank, mean, score = mean, sheets }) => (
            <tr key={publicNo}>
              <td className="number">{rank}</td>
              <td>n. {publicNo}</td>
              <td className="number">{number(score, locale, 2)}</td>
              <td className="number">{sheets}</td>
              <td>
                {awarded.has(publicNo)
                  ? t("isOpened")
                  : reserves.has(publicNo)
                    ? t("isReserve")
                    : t("staysClosed")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

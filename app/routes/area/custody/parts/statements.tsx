import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "#app/domain/refusal.ts";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import type { StatementView } from "#app/queries/opening/statements.server.ts";
import { sealing } from "#app/sealing/workers/custody-client.ts";
import { parseStatement } from "#app/sealing/statement.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { StatementWords } from "#app/ui/statement-words.tsx";
import { awaits, isOpen } from "./awaited.ts";
import { post } from "./post.ts";

type Props = {
  identity: string | null;
  base: string;
  editionId: string;
  timeZone: string;
  custody: Custody;
  own: CustodianState;
  onDone: () => void;
};

/**
 * The statements of the edition in words, read from what is signed itself; those that wait can be
 * signed.
 */
export function Statements({ identity, base, editionId, timeZone, custody, own, onDone }: Props) {
  const t = useTranslations("custody.statements");
  return (
    <section className="panel stack">
      <h2>{t("title")}</h2>
      <p>{t("text", { quorum: custody.quorum })}</p>
      <ul className="plain-list">
        {custody.statements.map((statement) => (
          <li key={statement.id} className="stack">
            <StatementWords statement={parseStatement(statement.json)} timeZone={timeZone} />
            <p className="soft">
              {statement.appliedAt
                ? t("inForce")
                : isOpen(statement, custody)
                  ? t("signatures", { signed: statement.signatures.length, quorum: custody.quorum })
                  : t("lapsed")}{" "}
              · <span className="mono">{statement.hash}</span>
            </p>
            {identity && awaits(statement, custody, own) && (
              <SignStatement
                identity={identity}
                base={base}
                editionId={editionId}
                custody={custody}
                own={own}
                statement={statement}
                onDone={onDone}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignStatement({
  identity,
  base,
  editionId,
  custody,
  own,
  statement,
  onDone,
}: Omit<Props, "identity" | "timeZone"> & { identity: string; statement: StatementView }) {
  const t = useTranslations("custody.statements");
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  const [busy, setBusy] = useState(false);
  const sign = async () => {
    setBusy(true);
    const manifest = custody.manifest ?? "";
    const isMine = await sealing.isInManifest(identity, own.position, manifest);
    const signed = await sealing.signCustodianStatement(
      identity,
      editionId,
      manifest,
      custody.statements.map(({ json }) => json),
      statement.number,
      custody.ranking?.json,
    );
    const answer =
      isMine && signed
        ? await post(`${base}/statement`, { statement: statement.id, signature: signed.signature })
        : { refusal: { code: isMine ? ("statement-broken" as const) : ("key-unknown" as const) } };
    setBusy(false);
    setRefusal(answer.refusal);
    if (!answer.refusal) onDone();
  };
  return (
    <>
      <RefusalAlert refusal={refusal} />
      <div>
        <Button onClick={sign} loading={busy}>
          {t("sign", { number: statement.number })}
        </Button>
      </div>
    </>
  );
}

import { Alert } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { fromBase64, toHex } from "#app/sealing/bytes.ts";
import { depositListHash, depositTag, hasTag } from "#app/sealing/deposit-list.ts";
import { plainDay } from "#app/i18n/when.ts";
import { send } from "./client.ts";
import type { EditionChoice } from "./edition-choice.ts";
import type { Found } from "./found-proposal.ts";

type Listed = { day: string | null; isListed: boolean; hash: string };

/** Whether a deposit stands in the public list, looked for in this browser in the whole of it. */
export async function findListed(editionId: string, accessKey: string): Promise<Listed> {
  const list = await send({ op: "deposit-list", edition: editionId });
  const tags = fromBase64(list.tags);
  const isListed = hasTag(tags, depositTag(fromBase64(accessKey)));
  return { day: list.day, isListed, hash: toHex(depositListHash(tags)) };
}

/**
 * Says whether one's deposit stands in the public list, and alarms where it should and does not.
 */
export function InDepositList({ found, locale }: { found: Found; locale: Locale }) {
  const { edition, accessKey, own } = found;
  const t = useTranslations("p.return.listed");
  const [listed, setListed] = useState<Listed | null>(null);
  useEffect(() => {
    // without an answer nothing is said: the rest of the page has its own words for that
    void findListed(edition.id, accessKey).then(setListed, () => undefined);
  }, [edition.id, accessKey]);
  if (!listed || own.role !== "lead") return null;
  if (!listed.isListed && edition.takesDeposits) return <p className="soft">{t("notYet")}</p>;
  if (!listed.day) return null; // an edition of a release that kept no list
  if (!listed.isListed)
    return (
      <Alert color="red" role="alert">
        {t("missing")}
      </Alert>
    );
  return (
    <div className="stack" role="status">
      <p>
        <span aria-hidden="true">✓</span>{" "}
        {t.rich(edition.takesDeposits ? "here" : "hereLast", {
          day: plainDay(listed.day, locale),
          verify: (words) => (
            <VerifyLink edition={edition} locale={locale}>
              {words}
            </VerifyLink>
          ),
        })}
      </p>
      <p className="mono" data-testid="list-hash">
        {listed.hash}
      </p>
    </div>
  );
}

function VerifyLink({
  edition,
  locale,
  children,
}: {
  edition: EditionChoice;
  locale: Locale;
  children: React.ReactNode;
}) {
  return (
    <a
      href={`/${locale}/editions/${edition.code}/verify#deposits`}
      rel="noreferrer"
      target="_blank"
    >
      {children}
    </a>
  );
}

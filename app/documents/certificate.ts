import { createTranslator } from "use-intl";
import type { Certificate } from "#app/domain/publication/certificate.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { day } from "#app/i18n/when.ts";
import type { Document } from "./document.ts";

/** Who gives the certificate, where it is checked, and with what. */
export type Attestation = { city: string; address: string; signature: string };

/** A certificate to print: for whom, for what, and how anybody can see that it is genuine. */
export function certificateDocument(
  certificate: Certificate,
  { city, address, signature }: Attestation,
  locale: Locale,
): Document {
  const t = createTranslator({ locale, messages: messagesFor(locale), namespace: "certificate" });
  const { title, forWhat, edition, date } = certificateWords(certificate, locale);
  const { name, proposal } = certificate;
  return {
    locale,
    title,
    blocks: [
      { kind: "paragraph", text: t("gives", { city }), tone: "soft" },
      ...(name === null ? [] : [{ kind: "heading", level: 2, text: name } as const]),
      { kind: "paragraph", text: forWhat },
      {
        kind: "facts",
        entries: [
          { term: t("edition"), value: edition },
          ...(proposal
            ? [
                {
                  term: t("proposal", { no: proposal.publicNo }),
                  value: proposal.title.lang
                    ? { text: proposal.title.text, lang: proposal.title.lang }
                    : proposal.title.text,
                },
              ]
            : []),
          ...(proposal && proposal.awards.length > 0
            ? [
                {
                  term: t("awards"),
                  value: proposal.awards.map((award) => inLocale(award, locale)).join(", "),
                },
              ]
            : []),
          { term: t("date"), value: date },
        ],
      },
      { kind: "heading", level: 2, text: t("check") },
      { kind: "paragraph", text: t("checkText") },
      { kind: "qr", text: address, alt: t("qr", { address }) },
      { kind: "paragraph", text: address, tone: "code" },
      { kind: "paragraph", text: t("signature"), tone: "soft" },
      { kind: "paragraph", text: signature, tone: "code" },
    ],
  };
}

/** What a certificate says, in words: its title, what it is for, edition and day. */
export function certificateWords(
  { kind, name, edition, publishedAt }: Certificate,
  locale: Locale,
) {
  const t = createTranslator({ locale, messages: messagesFor(locale), namespace: "certificate" });
  const named = inLocale(edition.names, locale) || edition.code;
  return {
    title: t(`title.${kind}`),
    forWhat: t(kind === "WINNER" && name === null ? "for.UNNAMED" : `for.${kind}`, {
      edition: named,
    }),
    criteria: t(`criteria.${kind}`),
    edition: named,
    date: day(publishedAt, locale, edition.timeZone),
  };
}

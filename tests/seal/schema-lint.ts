/** A small reader of Prisma's schema and the rules of the sealed room (sealing.md §4). */

type Field = { name: string; type: string; attributes: string };
type Model = { name: string; fields: Field[] };
export type SchemaFault = {
  model: string;
  field: string;
  fault: "time" | "order" | "json" | "path" | "person";
};

export const sealed = [
  "Box",
  "Proposal",
  "Envelope",
  "Access",
  "SpentToken",
  "DepositDay",
  "Message",
  "GuardEntry",
  "HandedKey",
  "Invite",
  "ProposalFile",
  "BlockedPair",
  "Ballot",
  "TookPart",
  "DepositTag",
  "DepositList",
  "Told",
];
const people = ["User", "Session", "Activation", "VoteIssue", "OneTimeLink"];
const days = [
  "DepositDay.day",
  "Message.visibleFrom",
  "TookPart.takenFrom",
  "DepositTag.listedFrom",
  "DepositTag.listedOn",
  "DepositList.day",
];
const personal = /^(user|person|author|owner|session|activation|actor|email|staff)/i;
// the text 'internal staff needed', and the envelope key wrapped under the receipt
const harmless = ["Proposal.staff", "Envelope.ownerWrap"];

/** The models of a schema with their fields. */
export function parseSchema(schema: string): Model[] {
  return [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(
    ([, name = "", body = ""]) => ({
      name,
      fields: body
        .split("\n")
        .map((line) => line.replace(/\/\/.*$/, "").trim())
        .filter((line) => line && !line.startsWith("@@"))
        .map((line) => {
          const [field = "", type = "", ...attributes] = line.split(/\s+/);
          return {
            name: field,
            type: type.replace(/[?[\]]/g, ""),
            attributes: attributes.join(" "),
          };
        }),
    }),
  );
}

/**
 * Everything by which a sealed table could tell who, when or in which order; empty when there is
 * nothing.
 */
export function linksOf(models: Model[]): SchemaFault[] {
  return models
    .filter(({ name }) => sealed.includes(name))
    .flatMap((model) => [...ownFaults(model), ...paths(models, model)]);
}

function ownFaults({ name, fields }: Model): SchemaFault[] {
  return fields.flatMap(({ name: field, type, attributes }) => {
    const fault = (kind: SchemaFault["fault"]) => ({ model: name, field, fault: kind });
    if (type === "Json") return [fault("json")];
    if (/autoincrement|cuid\(|ulid\(|uuid\(7\)|nanoid/.test(attributes)) return [fault("order")];
    if (
      type === "DateTime" &&
      !(days.includes(`${name}.${field}`) && attributes.includes("@db.Date"))
    )
      return [fault("time")];
    if (/@updatedAt|now\(\)/.test(attributes)) return [fault("time")];
    return personal.test(field) && !harmless.includes(`${name}.${field}`) ? [fault("person")] : [];
  });
}

/** Follows foreign keys outwards; an edition is shared by all and leads nowhere. */
function paths(models: Model[], from: Model): SchemaFault[] {
  const outgoing = (model: Model) =>
    model.fields
      .filter(({ attributes }) => attributes.includes("@relation(fields:"))
      .map(({ type }) => type);
  const seen = new Set<string>();
  const queue = outgoing(from);
  while (queue.length > 0) {
    const next = queue.shift()!;
    if (people.includes(next)) return [{ model: from.name, field: next, fault: "path" }];
    const model = models.find(({ name }) => name === next);
    if (!model || next === "Edition" || seen.has(next)) continue;
    seen.add(next);
    queue.push(...outgoing(model));
  }
  return [];
}

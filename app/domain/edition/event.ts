// What organisers are told of what happened in their edition. Only acts on the edition as a whole:
// none that says something of one proposal, of its sheets or of its envelope, since some organisers
// may not see that.

export const toldEvents = [
  "edition.announced",
  "edition.open",
  "edition.screening",
  "edition.scoring",
  "edition.deliberation",
  "edition.frozen",
  "edition.opening",
  "edition.published",
  "edition.archived",
  "edition.opens-below-floor",
  "edition.jury-excepted",
  "custodian.named",
  "custodian.keys-registered",
  "custodian.keys-tested",
  "custodian.removed",
  "custodian.key-checked",
  "custodian.key-lost",
  "juror.invited",
  "juror.accepted",
  "juror.declined",
  "juror.removed",
  "juror.confirmed",
  "juror.reopened",
  "juror.chairs",
  "secretary.appointed",
  "assignment.applied",
  "conflicts.asked",
  "questions.announced",
  "scoring.extended",
  "meeting.opened",
  "meeting.closed",
  "minutes.signed",
  "ranking.confirmed",
  "vote.moved",
  "vote.over",
  "publication.scheduled",
  "publication.unscheduled",
  "publication.missed",
  "publication.corrected",
  "mailing.released",
] as const;

export type ToldEvent = (typeof toldEvents)[number];

/** Is it one that organisers are told of? */
export function isTold(action: string): action is ToldEvent {
  return (toldEvents as readonly string[]).includes(action);
}

// When a juror is reminded of a date: some days before it, and every so many days after it until
// what was asked is done.

const day = 24 * 60 * 60_000;

/** What a juror has to do by a date: answer the invitation, or deliver sheets. */
export type ReminderAbout = "answer" | "scoring";

/** A reminder as it is written down, so that it goes out once. */
export const reminderKinds = {
  answer: { before: "answerBefore", after: "answerAfter" },
  scoring: { before: "scoringBefore", after: "scoringAfter" },
} as const satisfies Record<ReminderAbout, Record<Reminder["when"], string>>;

/** Days before and after the date; 0: no reminder. */
export type ReminderDays = { readonly before: number; readonly after: number };

/** One reminder: before the date, or which of those after it. */
export type Reminder = {
  readonly when: "before" | "after";
  readonly number: number;
  readonly at: Date;
};

/**
 * The reminder that should have gone out by now, the latest if there are several, or null. One
 * before the date is not sent after it.
 */
export function dueReminder(
  due: Date,
  { before, after }: ReminderDays,
  now: Date,
): Reminder | null {
  if (now < due)
    return before > 0 && now >= daysFrom(due, -before)
      ? { when: "before", number: 1, at: daysFrom(due, -before) }
      : null;
  const number = after > 0 ? Math.floor((now.getTime() - due.getTime()) / (after * day)) : 0;
  return number > 0 ? { when: "after", number, at: daysFrom(due, number * after) } : null;
}

/** The next one that is still to come, or null. */
export function nextReminder(
  due: Date,
  { before, after }: ReminderDays,
  now: Date,
): Reminder | null {
  if (before > 0 && now < daysFrom(due, -before))
    return { when: "before", number: 1, at: daysFrom(due, -before) };
  if (after === 0) return null;
  const number = Math.max(1, Math.floor((now.getTime() - due.getTime()) / (after * day)) + 1);
  return { when: "after", number, at: daysFrom(due, number * after) };
}

/** By when sheets are to be delivered; null: no date, or scoring has not begun. */
export function scoringDate(begunAt: Date | null, days: number): Date | null {
  return begunAt === null || days === 0 ? null : daysFrom(begunAt, days);
}

function daysFrom(date: Date, days: number): Date {
  return new Date(date.getTime() + days * day);
}

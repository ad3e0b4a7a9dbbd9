/** What became of a mail: it waits for its next try, was sent, or was given up. */
export const mailStates = ["waiting", "sent", "failed"] as const;
export type MailState = (typeof mailStates)[number];

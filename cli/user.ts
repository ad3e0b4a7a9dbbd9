import {
  createOutsider,
  linkFor,
  makeAdministratorOf,
} from "#app/commands/people/people.server.ts";
import { resetFactorsOf } from "#app/commands/people/second-factor.server.ts";
import { outsiderSchema } from "#app/domain/people/account.ts";
import { Refused } from "#app/domain/refusal.ts";
import { locales } from "#app/domain/locale.ts";
import { type Command, CommandError, text, withDatabase } from "./command.ts";

export const createUser: Command = {
  usage: `--email E --name N --surname S [--admin] [--lang ${locales.join("|")}]`,
  says: "creates a person (with --admin an administrator) and prints a one-time link to set the password",
  options: {
    email: { type: "string" },
    name: { type: "string" },
    surname: { type: "string" },
    admin: { type: "boolean" },
    lang: { type: "string" },
  },
  run: async ({ values }) => {
    const person = outsiderSchema.safeParse({
      email: text(values, "email"),
      name: text(values, "name"),
      surname: text(values, "surname"),
      locale: values.lang,
    });
    if (!person.success)
      throw new CommandError(
        `These do not fit: ${person.error.issues.map((issue) => issue.path.join(".")).join(", ")}.`,
        2,
      );
    await withDatabase(async () => {
      await createOutsider(null, person.data, { administrator: values.admin === true }).catch(
        (error: unknown) => {
          if (error instanceof Refused && error.refusal.code === "duplicate")
            throw new CommandError(
              `${person.data.email} exists already. A link: npm run cli -- user link ${person.data.email}`,
            );
          throw error;
        },
      );
      await print(person.data.email);
    });
  },
};

export const printLink: Command = {
  usage: "EMAIL",
  says: "prints a one-time link with which this person sets a password; earlier ones stay good until one is used",
  run: async ({ positionals: [email] }) => {
    if (!email) throw new CommandError("Whose link? Give the mail address.", 2);
    await withDatabase(() => print(email.trim().toLowerCase()));
  },
};

export const makeAdministrator: Command = {
  usage: "EMAIL",
  says: "makes a person who exists already an administrator",
  run: async ({ positionals: [email] }) => {
    if (!email) throw new CommandError("Whom? Give the mail address.", 2);
    await withDatabase(() => telling(email, makeAdministratorOf(email.trim().toLowerCase())));
    console.log(`${email} is an administrator.`);
  },
};

export const resetSecondFactor: Command = {
  usage: "EMAIL",
  says: "takes the second factor from a person who lost it, and ends their sessions; they set up a new one when they sign in",
  run: async ({ positionals: [email] }) => {
    if (!email) throw new CommandError("Whose? Give the mail address.", 2);
    await withDatabase(() => telling(email, resetFactorsOf(email.trim().toLowerCase())));
    console.log(`${email} has no second factor any more.`);
  },
};

async function print(email: string): Promise<void> {
  console.log(`${await telling(email, linkFor(email))}\nValid for 7 days, once.`);
}

/** Says in words why nothing could be done for this address. */
async function telling<T>(email: string, act: Promise<T>): Promise<T> {
  return act.catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === "not-found")
      throw new CommandError(`Nobody has the address ${email}.`);
    if (error instanceof Refused && error.refusal.code === "account-inactive")
      throw new CommandError(`The account of ${email} is not active.`);
    if (error instanceof Refused && error.refusal.code === "blocked")
      throw new CommandError(`${email} has no second factor.`);
    throw error;
  });
}

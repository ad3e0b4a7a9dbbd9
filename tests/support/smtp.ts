import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { forget } from "#app/platform/process-singleton.server.ts";

/**
 * A real mail server in this process that keeps what arrives; `refuse` answers instead of taking a
 * mail.
 */
export class Postbox {
  readonly mails: ParsedMail[] = [];
  /** Given a recipient (RCPT) or a whole mail (DATA), an error code to answer with, or nothing. */
  refuseRecipient: (address: string) => number | undefined = () => undefined;
  refuseMail: (mail: ParsedMail) => number | undefined = () => undefined;
  private server: SMTPServer | null = null;
  port = 0;

  /** Listens, on the port it had before if it had one, and makes SMTP_URL point here. */
  async open(): Promise<void> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const code = this.refuseRecipient(address);
        done(code ? Object.assign(new Error("refused"), { responseCode: code }) : null);
      },
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => {
          const code = this.refuseMail(mail);
          if (code) return done(Object.assign(new Error("refused"), { responseCode: code }));
          this.mails.push(mail);
          done();
        }, done);
      },
    });
    this.server.on("error", () => {}); // a client that goes away is not our concern
    await new Promise<void>((ready) => this.server!.listen(this.port, "127.0.0.1", ready));
    this.port = (this.server.server.address() as AddressInfo).port;
    process.env.SMTP_URL = `smtp://127.0.0.1:${this.port}`;
    forget("env");
  }

  async close(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (server) await new Promise<void>((closed) => server.close(closed));
  }

  to(address: string): ParsedMail[] {
    return this.mails.filter((mail) =>
      [mail.to].flat().some((to) => to?.value.some((each) => each.address === address)),
    );
  }
}

/** The address of the one-time link in a mail. */
export function linkIn(mail: ParsedMail | undefined): string {
  return /\S+\/area\/link\/\S+/.exec(mail?.text ?? "")?.[0] ?? "";
}

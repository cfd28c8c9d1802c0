import { RUNTIME_PORT } from "./layout";
import type { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";
import { SteadySession } from "./steady-session";

/** Connects its input and output to the runtime API with what the image has. */
const RELAY = `if command -v nc >/dev/null 2>&1; then exec nc 127.0.0.1 ${RUNTIME_PORT}
elif command -v bash >/dev/null 2>&1; then exec bash -c '
  exec 3<>/dev/tcp/127.0.0.1/${RUNTIME_PORT} || exit 1
  (cat <&3; kill 0) & cat >&3; kill 0'
elif command -v socat >/dev/null 2>&1; then exec socat - TCP:127.0.0.1:${RUNTIME_PORT}
else echo "the image has neither nc, bash nor socat" >&2; exit 1; fi`;

const PROMPT = /\n> $/;

/**
 * HAProxy's runtime API over one connection that stays open.
 * @see HAProxy's management guide, "Unix Socket commands"
 */
class RuntimeApi {
  private readonly session: SteadySession;
  private version = "";

  constructor(private readonly container: RouterContainer) {
    this.session = new SteadySession(
      container,
      "HAProxy's runtime API",
      ["sh", "-c", RELAY],
      async (session) => {
        await session.ask("prompt\n", PROMPT);
        // With the severity in front, an error can be told from a remark.
        await session.ask("set severity-output number\n", PROMPT);
        this.version = (await session.ask("show version\n", PROMPT)).answer.trim();
      },
    );
  }

  /** The answer to a question. */
  async ask(command: string): Promise<string> {
    const { answer } = await this.session.run((session) => session.ask(`${command}\n`, PROMPT));
    if (/^\[[0-3]\]:/.test(answer)) throw this.refused(command, answer);
    return answer;
  }

  /**
   * Runs commands in one go: HAProxy works through all of them even if the caller dies meanwhile.
   * @throws RouterError that names the first one that was refused; the others were run nevertheless
   */
  async run(commands: readonly string[]): Promise<void> {
    for (const batch of batches(commands)) {
      // Each command is answered with a prompt of its own, or (in later versions) all with one; the version ends it.
      const answer = await this.session.run(async (session) => {
        const end = new RegExp(`${escapeRegExp(this.version)}\\n\\n> $`);
        return (await session.ask(`${batch.join(";")};show version\n`, end)).answer;
      });
      if (!/(^|\n)\[[0-3]\]:/.test(answer)) continue;
      const answers = answer.split("\n> ");
      const at = answers.findIndex((text) => /^\[[0-3]\]:/.test(text));
      throw this.refused(batch[at] ?? batch.join("; "), answers[at] ?? answer);
    }
  }

  /** A command with a payload, such as a certificate, which no message repeats. */
  async send(command: string, payload: string): Promise<string> {
    const lines = payload.split("\n").filter((line) => line.trim() !== "");
    const text = `${command} <<\n${lines.join("\n")}\n\n`;
    const { answer } = await this.session.run((session) => session.ask(text, PROMPT));
    const plain = answer.replace(/^(\+ )+/, "");
    if (/^\[[0-3]\]:/.test(plain)) throw this.refused(command, plain);
    return plain;
  }

  close(): void {
    this.session.close();
  }

  private refused(command: string, answer: string): RouterError {
    const said = answer.replaceAll(/^\[\d\]:/gm, "").trim();
    return new RouterError(
      "command",
      `router ${this.container.name}: HAProxy refused \`${command}\`: ${said}`,
    );
  }
}

/** HAProxy reads a line of at most 16 KiB. */
const LONGEST_LINE = 8_000;

function batches(commands: readonly string[]): string[][] {
  const result: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const command of commands) {
    if (length + command.length > LONGEST_LINE) {
      result.push([]);
      length = 0;
    }
    result.at(-1)!.push(command);
    length += command.length + 1;
  }
  return result;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

export { RuntimeApi };

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CERTIFICATES_PATH, GROUPS_PATH, RUN_PATH } from "./layout";
import type { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";
import { SteadySession } from "./steady-session";

/** How long another process may hold the router. */
const LOCK_WITHIN_MS = 30_000;
const LOCK = `${RUN_PATH}/lock`;

/** The files in the router's volume, through a shell in its container that stays open. */
class Volume {
  private readonly session: SteadySession;
  /** The shell's lock does not keep two callers of the same shell apart. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly container: RouterContainer) {
    this.session = new SteadySession(container, "its shell", ["sh"], async (session) => {
      await session.ask("umask 077; echo ready\n", /ready\n$/);
    });
  }

  /** The texts of all groups' files by backend. */
  async groups(): Promise<Map<string, string>> {
    const text = await this.run(
      `for f in ${GROUPS_PATH}/*.cfg; do if [ -s "$f" ]; then echo "==> $f"; head -n 1 "$f"; fi; done`,
    );
    const found = new Map<string, string>();
    for (const part of text.split(/^==> /m).slice(1)) {
      const [path, ...lines] = part.split("\n");
      found.set(path!.slice(GROUPS_PATH.length + 1, -".cfg".length), lines.join("\n"));
    }
    return found;
  }

  writeGroup(backend: string, text: string): Promise<void> {
    return this.write(`${GROUPS_PATH}/${backend}.cfg`, text);
  }

  async removeGroup(backend: string): Promise<void> {
    await this.run(`rm -f ${GROUPS_PATH}/${backend}.cfg; sync`);
  }

  async certificates(): Promise<string[]> {
    const text = await this.run(
      `for f in ${CERTIFICATES_PATH}/*.pem; do if [ -s "$f" ]; then echo "$f"; fi; done`,
    );
    return text.split("\n").filter((line) => line !== "");
  }

  writeCertificate(path: string, pem: string): Promise<void> {
    return this.write(path, pem);
  }

  async removeCertificate(path: string): Promise<void> {
    await this.run(`rm -f ${path}; sync`);
  }

  /**
   * Runs something while no other process changes this router. The lock names the shell that holds it: with the
   * process that opened it, the shell ends, and the next one takes the lock over.
   */
  locked<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(() => this.lock(work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async lock<T>(work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + LOCK_WITHIN_MS;
    for (;;) {
      const answer = await this.run(TRY_LOCK);
      if (answer.includes("locked")) break;
      if (Date.now() > deadline) {
        throw new RouterError(
          "locked",
          `router ${this.container.name}: another process has been changing it for ${LOCK_WITHIN_MS / 1000} s; if none is, remove ${LOCK} in the container`,
        );
      }
      await sleep(20);
    }
    try {
      return await work();
    } finally {
      await this.run(`if [ "$(cat ${LOCK} 2>/dev/null)" = $$ ]; then rm -f ${LOCK}; fi`).catch(
        () => undefined,
      );
    }
  }

  close(): void {
    this.session.close();
  }

  /** All or nothing, also when the machine stops in the middle. */
  private async write(path: string, text: string): Promise<void> {
    const end = `ANEW_${randomBytes(8).toString("hex")}`;
    const body = text.endsWith("\n") ? text : `${text}\n`;
    await this.run(
      `t=${path}.tmp.$$; cat > $t <<'${end}' && sync $t && mv -f $t ${path} && sync ${path.replace(/\/[^/]*$/, "")}\n${body}${end}\n`,
    );
  }

  private async run(script: string): Promise<string> {
    const token = `anew-${randomBytes(8).toString("hex")}`;
    const end = new RegExp(`\\n${token} (\\d+)\\n$`);
    const { answer, mark } = await this.session.run((session) =>
      session.ask(`{ ${script}\n} </dev/null 2>&1; printf '\\n%s %d\\n' ${token} $?\n`, end),
    );
    if (mark[1] !== "0") {
      throw new RouterError(
        "command",
        `router ${this.container.name}: its volume could not be changed: ${answer.trim().slice(-300)}`,
      );
    }
    return answer;
  }
}

// A lock whose shell is gone is moved away before a new one is made, and put back if it was not the one that was seen.
const TRY_LOCK = `me=${LOCK}.$$; echo $$ > $me
if ln $me ${LOCK} 2>/dev/null; then echo locked
else
  holder=$(cat ${LOCK} 2>/dev/null)
  if [ "$holder" = $$ ]; then echo locked
  elif [ -n "$holder" ] && ! kill -0 $holder 2>/dev/null; then
    if mv ${LOCK} $me.old 2>/dev/null; then
      if [ "$(cat $me.old)" != "$holder" ]; then ln $me.old ${LOCK} 2>/dev/null || :; fi
      rm -f $me.old
    fi
  fi
fi
rm -f $me`;

export { LOCK_WITHIN_MS, Volume };

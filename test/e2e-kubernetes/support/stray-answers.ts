import type { LoadLog } from "../../load/log-format";
import { type Answered, answered } from "./answered";
import type { Move } from "./mover";

/** Which requests are looked at. */
export type Requests = "all" | "those that open a connection";

/**
 * Answers of other generations than that which has the traffic, to requests that were sent after its switch had committed.
 *
 * @param withinMs how long after the commit others may still answer
 */
export function strayAnswers(
  log: LoadLog,
  moves: readonly Move[],
  requests: Requests,
  withinMs: number,
): readonly string[] {
  return whileLive(log, moves, requests).flatMap(({ move: { to, committed }, answers }) =>
    answers
      .filter(({ at, generation }) => at >= committed + withinMs && generation !== to)
      .map((one) => described(one, to, committed)),
  );
}

/**
 * Answers of generations that a command had deleted before the request was sent.
 *
 * @param withinMs how long after that their pods may still answer
 */
export function answersOfDeleted(log: LoadLog, moves: readonly Move[], withinMs: number): readonly string[] {
  return whileLive(log, moves, "all").flatMap(({ move: { to, committed, ended, left }, answers }) =>
    answers
      .filter(({ at, generation }) => at >= ended + withinMs && !left.includes(generation))
      .map((one) => described(one, to, committed)),
  );
}

/** For each move, milliseconds from its commit until the last request was sent that the old generation answered; negative: before. */
export function followedAfter(
  log: LoadLog,
  moves: readonly Move[],
  requests: Requests,
): readonly (number | undefined)[] {
  return whileLive(log, moves, requests).map(({ move: { from, committed }, answers }) => {
    const last = answers.findLast(({ generation }) => generation === from);
    return last && last.at - committed;
  });
}

/** For each move, the requests from the moment at which its switch began until the next one began. */
function whileLive(
  log: LoadLog,
  moves: readonly Move[],
  requests: Requests,
): readonly { readonly move: Move; readonly answers: readonly Answered[] }[] {
  const chosen = answered(log).filter((one) => requests === "all" || !one.reused);
  return moves.map((move, index) => {
    const end = moves[index + 1]?.begun ?? Number.POSITIVE_INFINITY;
    const answers = chosen.filter(({ at, latency }) => at >= move.begun && at + latency < end);
    return { move, answers };
  });
}

function described({ at, generation, keepAlive, reused }: Answered, to: string, committed: number): string {
  const connection = reused ? "a kept connection" : keepAlive ? "a connection to keep" : "a new connection";
  return `${generation} answered over ${connection}, ${Math.round(at - committed)} ms after the switch to ${to}`;
}

import { formatDuration, reasonOf } from "@anew/core";
import { ImageError } from "../../image-error";
import type { MachineConnection } from "../connection";

/** What AWS' refusals mean, by the error's name. */
const MEANINGS: readonly (readonly [name: RegExp, expected: string, fix: string])[] = [
  [
    /ExpiredToken|RequestExpired|ExpiredTokenException|TokenRefreshRequired/,
    "credentials that have not expired",
    "log in again, such as with: aws sso login",
  ],
  [
    /CredentialsProviderError|AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch/,
    "credentials that AWS takes",
    "give connection.profile, or what the aws command takes: AWS_PROFILE, AWS_ACCESS_KEY_ID, …",
  ],
  [
    /UnauthorizedOperation|AccessDenied|OptInRequired/,
    "credentials that may do this",
    "allow it in the policy of whoever runs the update",
  ],
  [
    /Throttling|RequestLimitExceeded|TooManyRequests|SlowDown/,
    "an account below its limit of requests",
    "run the update again in a minute",
  ],
];

/**
 * Asks EC2 something, in bounded time.
 * @throws ImageError that says what AWS said, what it means and what to do
 */
async function askEc2<T>(
  question: string,
  connection: MachineConnection,
  timeoutMs: number,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await send(signal);
  } catch (error) {
    throw signal.aborted ? tooLate(question, connection, timeoutMs) : refused(question, connection, error);
  }
}

function tooLate(question: string, connection: MachineConnection, timeoutMs: number): ImageError {
  return new ImageError({
    property: "connection",
    given: placeOf(connection),
    expected: `an EC2 API that answers ${question} within ${formatDuration(timeoutMs)}`,
    fix: "run the update again; see the network, and connection.endpoint",
  });
}

function refused(question: string, connection: MachineConnection, error: unknown): ImageError {
  const name = error instanceof Error ? error.name : "";
  const meaning = MEANINGS.find(([names]) => names.test(name));
  const [expected, fix] =
    meaning === undefined
      ? [`an EC2 API that answers ${question}`, "run the update again; see what AWS said"]
      : [`${meaning[1]}, for ${question}`, meaning[2]];
  const said = [name, name === "" ? "" : ": ", reasonOf(error) || "no message"].join("");
  return new ImageError({ property: "connection", given: placeOf(connection), expected, fix }, [said]);
}

/** The region that a client goes to. */
async function requireRegion(
  region: () => Promise<string | undefined>,
  connection: MachineConnection,
): Promise<string> {
  const found = await region().catch(() => undefined);
  if (found !== undefined && found !== "") return found;
  throw new ImageError({
    property: "connection.region",
    given: connection.region,
    expected: "a region, such as eu-west-1",
    fix: "give connection.region, or set AWS_REGION",
  });
}

function placeOf({ region, endpoint }: MachineConnection): string {
  return [region, endpoint].filter((text) => text !== undefined).join(" ");
}

export { askEc2, requireRegion };

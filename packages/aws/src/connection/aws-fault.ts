/** A call to AWS that failed, told so that a person knows what to do. */
class AwsFault extends Error {
  constructor(
    message: string,
    /** AWS's own name of the error, such as `RuleNotFoundException`. */
    readonly code: string,
    /** HTTP status; undefined where nothing answered. */
    readonly status: number | undefined,
  ) {
    super(message);
    this.name = "AwsFault";
  }
}

/** What a failed call was about. */
interface AwsCall {
  /** As IAM writes it: `elasticloadbalancing`. */
  readonly service: string;
  /** As the API writes it: `ModifyRule`. */
  readonly operation: string;
  /** Undefined where it is not known either. */
  readonly region: string | undefined;
}

interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired|InvalidGrantException)$/;
const UNKNOWN = /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|SignatureDoesNotMatch|AuthFailure)$/;
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|Forbidden)$/;
const THROTTLED = /Throttl|^RequestLimitExceeded$|^TooManyRequests(Exception)?$|^SlowDown$/;
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const TIMEOUT = /^(TimeoutError|ETIMEDOUT|ESOCKETTIMEDOUT)$/;
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;

/** Makes of the SDK's error one that says which call it was, what AWS said, and what helps. */
function awsFault(call: AwsCall, error: unknown): AwsFault {
  if (error instanceof AwsFault) {
    return error;
  }
  const { name, code, message, $metadata } = (error ?? {}) as SdkError;
  // A network error has its code; an error of AWS its name.
  const own = typeof code === "string" && name === "Error" ? code : String(name ?? "Error");
  const said = String(message ?? error);
  const action = `${call.service}:${call.operation}`;
  const place = call.region === undefined ? action : `${action} in ${call.region}`;
  return new AwsFault(
    `${place}: ${said.includes(own) ? said : `${own}: ${said}`}${help(own, action, $metadata)}`,
    own,
    $metadata?.httpStatusCode,
  );
}

function help(code: string, action: string, metadata: SdkError["$metadata"]): string {
  if (EXPIRED.test(code)) {
    return "; the credentials have expired: log in again (aws sso login, or take the role anew) and repeat the update";
  }
  if (NO_CREDENTIALS.test(code)) {
    return "; no credentials were found: set AWS_PROFILE or the stack's aws:profile, or give connection: { profile }";
  }
  if (UNKNOWN.test(code)) {
    return "; AWS does not know these credentials: look at AWS_PROFILE and the stack's aws:profile";
  }
  if (DENIED.test(code)) {
    return `; the credentials need the right ${action}`;
  }
  if (THROTTLED.test(code)) {
    return `; AWS limits how often this may be called, and did so ${metadata?.attempts ?? 1} times in a row: repeat the update when less is going on`;
  }
  if (TIMEOUT.test(code) || UNREACHABLE.test(code)) {
    return "; AWS can't be reached from here: look at the network, and at connection: { region, endpoint }";
  }
  return "";
}

/** Whether an error says that something is not there. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof AwsFault &&
    /NotFound(Exception)?$|^ResourceNotFoundException$|^ClusterNotFound/.test(error.code)
  );
}

/** Whether an error says that something is still needed by another. */
function isInUse(error: unknown): boolean {
  return error instanceof AwsFault && /^ResourceInUse(Exception)?$/.test(error.code);
}

export type { AwsCall };
export { AwsFault, awsFault, isInUse, isMissing };

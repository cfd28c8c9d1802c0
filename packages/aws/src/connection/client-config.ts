import type { Connection } from "./connection";

/** How long one attempt of a call may take, milliseconds. */
const ATTEMPT_TIMEOUT_MS = 8_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Attempts of a call, the first one too. Throttling, a 5xx and a lost connection are tried again by the SDK. */
const MAX_ATTEMPTS = 3;

interface ClientConfig {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly maxAttempts: number;
  readonly requestHandler: object;
  readonly credentials?: ReturnType<typeof import("@aws-sdk/credential-providers").fromTemporaryCredentials>;
}

/** What every client of the SDK is made with. */
async function clientConfig(connection: Connection): Promise<ClientConfig> {
  const { region, profile, role, endpoint } = connection;
  const own = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ATTEMPT_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
  if (role === undefined) {
    return own;
  }
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const credentials = fromTemporaryCredentials({
    params: { RoleArn: role, RoleSessionName: "anew" },
    masterCredentials: fromNodeProviderChain({ ...(profile !== undefined && { profile }) }),
    clientConfig: { ...(region !== undefined && { region }), ...(endpoint !== undefined && { endpoint }) },
  });
  return { ...own, credentials };
}

export type { ClientConfig };
export { clientConfig };

/** What a registry asks for in the `WWW-Authenticate` header of a 401. */
type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string };

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme, rest = ""] = /^\s*(basic|bearer)\b(.*)$/is.exec(header ?? "") ?? [];
  if (scheme?.toLowerCase() === "basic") return { scheme: "basic" };
  if (scheme === undefined) return undefined;
  const parameters = new Map(
    Array.from(rest.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g), ([, name = "", quoted, bare]) => [
      name.toLowerCase(),
      quoted ?? bare ?? "",
    ]),
  );
  const realm = parameters.get("realm");
  if (realm === undefined || !/^https?:\/\//.test(realm)) return undefined;
  const service = parameters.get("service");
  const scope = parameters.get("scope");
  return {
    scheme: "bearer",
    realm,
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope }),
  };
}

export type { Challenge };
export { parseChallenge };

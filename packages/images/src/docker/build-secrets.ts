import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { hideValues } from "../hide-values";
import { ImageError } from "../image-error";

/** Where a build secret comes from when an image is built; the value itself is never kept. */
type BuildSecret = { readonly file: string } | { readonly env: string };

/** Build secrets by the id in `RUN --mount=type=secret,id=…`. */
type BuildSecrets = Readonly<Record<string, BuildSecret>>;

/** The arguments of `docker buildx build`, and what hides the values in its output. */
interface PreparedSecrets {
  readonly args: readonly string[];
  readonly hide: (line: string) => string;
}

/**
 * Reads the secrets, to know that they are there and what to hide.
 * @throws ImageError for one that is missing
 */
function prepareSecrets(secrets: BuildSecrets): PreparedSecrets {
  const values: string[] = [];
  const args = Object.entries(secrets).flatMap(([id, secret]) => {
    values.push(readSecret(id, secret));
    const source = "env" in secret ? `env=${secret.env}` : `src=${resolve(secret.file)}`;
    return ["--secret", [`id=${id}`, source].map(csvField).join(",")];
  });
  return { args, hide: hideValues(values) };
}

function readSecret(id: string, secret: BuildSecret): string {
  const property = `secrets.${id}`;
  if ("env" in secret) {
    const value = process.env[secret.env];
    if (value !== undefined) return value;
    const expected = "an environment variable that is set where the image is built";
    throw new ImageError({ property, given: secret.env, expected, fix: `set ${secret.env}` });
  }
  try {
    return readFileSync(resolve(secret.file), "utf8");
  } catch {
    throw new ImageError({
      property,
      given: secret.file,
      expected: "a file that can be read where the image is built",
    });
  }
}

/** Docker reads the options of `--secret` as one line of CSV. */
function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type { BuildSecret, BuildSecrets };
export { prepareSecrets };

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "../connection";
import { contextTar, DOCKERFILE_IN_TAR } from "../context/context-tar";
import { type StagedContext, withStagedContext } from "../context/staged-context";
import type { BuildDefinition } from "../definition/definition";
import { pinnedDockerfile } from "../dockerfile/pinned-dockerfile";
import { ImageError } from "../image-error";
import { type BuildSecrets, prepareSecrets } from "./build-secrets";
import { buildStep } from "./build-steps";
import { hasBuildx } from "./buildx";
import { type DockerResult, docker } from "./docker-cli";
import { CONTENT_HASH_LABEL } from "./local-image";
import { buildKitBaseNames, classicBaseNames, requireLocalBases } from "./pinned-bases";

/** One build. */
interface BuildRequest {
  readonly definition: BuildDefinition;
  readonly connection: Connection;
  /** The image's name when the build has succeeded; never before. */
  readonly tag: string;
  /** Several platforms in one image cannot be loaded into every daemon: they go to the registry at once. */
  readonly output: "load" | "push";
  readonly secrets: BuildSecrets;
  readonly timeoutMs: number;
  readonly report: (message: string) => void;
}

/**
 * Builds an image with the user's own Docker: with BuildKit where buildx is installed, else with the classic
 * builder.
 *
 * @throws ImageError with the build's own last lines, when it fails
 */
async function buildImage(request: BuildRequest): Promise<void> {
  const { connection, definition } = request;
  await requireLocalBases(definition, connection);
  const buildx = await hasBuildx(connection);
  if (!buildx) requireNoBuildKit(request);
  const { args: secretArgs, hide } = prepareSecrets(request.secrets);
  const result = await withStagedContext(definition, (staged) =>
    buildx ? buildWithBuildx(request, staged, secretArgs, hide) : buildClassic(request, staged, hide),
  );
  if (!result.ok) throw buildFailed(request, result.tail.map(hide));
}

async function buildWithBuildx(
  request: BuildRequest,
  staged: StagedContext,
  secretArgs: readonly string[],
  hide: (line: string) => string,
): Promise<DockerResult> {
  const { connection, definition } = request;
  const bases = await buildKitBaseNames(definition, connection);
  const dockerfile = join(staged.path, "..", "Dockerfile");
  await writeFile(dockerfile, pinnedDockerfile(definition.dockerfile.text, definition.bases, bases));
  // The context is filtered already; BuildKit would apply its .dockerignore once more. An empty file counts as none.
  await writeFile(`${dockerfile}.dockerignore`, "# everything that is here\n");
  const platforms = definition.platforms.length === 0 ? [] : ["--platform", definition.platforms.join(",")];
  const args = ["buildx", "build", "--progress=plain", "--provenance=false", `--${request.output}`];
  return docker(
    [...args, ...commonArgs(request), ...platforms, ...secretArgs, "-f", dockerfile, staged.path],
    {
      connection,
      timeoutMs: request.timeoutMs,
      onLine: (line) => report(request, hide(line)),
    },
  );
}

async function buildClassic(
  request: BuildRequest,
  staged: StagedContext,
  hide: (line: string) => string,
): Promise<DockerResult> {
  const { connection, definition } = request;
  const text = pinnedDockerfile(definition.dockerfile.text, definition.bases, classicBaseNames(definition));
  const platforms = definition.platforms.flatMap((platform) => ["--platform", platform]);
  return docker(["build", "--force-rm", ...commonArgs(request), ...platforms, "-f", DOCKERFILE_IN_TAR, "-"], {
    connection,
    timeoutMs: request.timeoutMs,
    environment: { DOCKER_BUILDKIT: "0" },
    input: contextTar(staged, text),
    onLine: (line) => report(request, hide(line)),
  });
}

function commonArgs({ definition, tag }: BuildRequest): string[] {
  const args = ["-t", tag, "--label", `${CONTENT_HASH_LABEL}=${definition.contentHash}`];
  for (const name of Object.keys(definition.buildArgs).sort())
    args.push("--build-arg", `${name}=${definition.buildArgs[name]}`);
  if (definition.target !== undefined) args.push("--target", definition.target);
  return args;
}

function report({ report: say }: BuildRequest, line: string): void {
  const step = buildStep(line);
  if (step !== undefined) say(step);
}

function requireNoBuildKit({ definition, secrets }: BuildRequest): void {
  const fix = "install buildx: https://docs.docker.com/build/install-buildx/";
  if (definition.platforms.length > 1) {
    const expected = "one platform, because this Docker has no buildx";
    throw new ImageError({ property: "platforms", given: definition.platforms, expected, fix });
  }
  if (Object.keys(secrets).length > 0) {
    const expected = "no secrets, because this Docker has no buildx";
    throw new ImageError({ property: "secrets", given: Object.keys(secrets), expected, fix });
  }
}

function buildFailed({ definition, connection }: BuildRequest, tail: readonly string[]): ImageError {
  const full = tail.some((line) => /no space left on device|disk quota exceeded/i.test(line));
  return new ImageError(
    full
      ? {
          property: "connection",
          given: connection.host,
          expected: "a Docker daemon with free disk space",
          fix: "see docker system df, and free some: docker builder prune",
        }
      : {
          property: "dockerfile",
          given: definition.lockPath.replace(/\.lock\.json$/, ""),
          expected: "a build that succeeds",
          fix: "the build's last lines follow",
        },
    tail,
  );
}

export type { BuildRequest };
export { buildImage };

import { askRepository, type RepositoryAccess, refusal } from "./repository-access";

/**
 * Finds out whether an image can be pushed, by beginning an upload and giving it up. So a missing right is
 * known before a build, and at once: Docker would try again for more than a minute and then not say why.
 *
 * @throws RegistryError when it cannot
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs
 */
async function requirePushPermission(repository: Omit<RepositoryAccess, "name" | "rights">): Promise<void> {
  const name = `${repository.registry}/${repository.repository}`;
  const access = { ...repository, name, rights: "pull,push" as const };
  const answer = await askRepository(access, "blobs/uploads/", { method: "POST" });
  if (answer.status !== 202) throw refusal(access, answer);
  const { location } = answer.headers;
  const path = location === undefined ? undefined : uploadPath(location, repository.repository);
  // An upload that is not given up expires by itself.
  if (path !== undefined) await askRepository(access, path, { method: "DELETE" }).catch(() => undefined);
}

/** The upload's place below the repository; undefined when it lies on another server. */
function uploadPath(location: string, repository: string): string | undefined {
  const { pathname, search } = new URL(location, "http://same.invalid");
  const prefix = `/v2/${repository}/`;
  return pathname.startsWith(prefix) ? pathname.slice(prefix.length) + search : undefined;
}

export { requirePushPermission };

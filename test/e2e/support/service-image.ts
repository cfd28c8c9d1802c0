import { join } from "node:path";
import { mustRun, nodeImage } from "../../setup";

/**
 * The image of the tests' service, of which every answer names its generation.
 *
 * @param version another one is another image with the same service
 * @returns its id
 */
export async function serviceImage(host: string, version = "1"): Promise<string> {
  const folder = join(__dirname, "../service");
  const args = [
    "--build-arg",
    `NODE_IMAGE=${await nodeImage(host)}`,
    "--build-arg",
    `IMAGE_VERSION=${version}`,
  ];
  const tag = `anew/e2e-service:${version}`;
  const env = { ...process.env, DOCKER_HOST: host };
  return (
    await mustRun("docker", ["build", "-q", "-t", tag, ...args, folder], { env, timeout: 120_000 })
  ).trim();
}

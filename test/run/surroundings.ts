import { chooseCluster } from "../cluster";
import { REASON_VARIABLE } from "../cluster/require-cluster";
import { onEnd, SetupError } from "../setup/cleanup";
import { chooseDocker } from "../setup/docker/choose";
import { canInstall, installPrograms } from "../setup/docker/install";
import { haproxyImage, nodeImage } from "../setup/images/base-images";
import { imageNames, removeMadeImages } from "../setup/images/made-images";

let docker: Promise<NodeJS.ProcessEnv> | undefined;

/** The environment of tests with Docker: the daemon and base images. Without Docker it says nothing of them, and the tests skip themselves. */
export function dockerEnvironment(): Promise<NodeJS.ProcessEnv> {
  docker ??= unlessMissing(async () => {
    if (canInstall()) await installPrograms(["docker-registry"]);
    const { host, daemon } = await chooseDocker();
    if (daemon === undefined) {
      const before = await imageNames(host);
      onEnd("the images of the tests", () => removeMadeImages(host, before));
    }
    return {
      DOCKER_HOST: host,
      ANEW_NODE_IMAGE: await nodeImage(host),
      ANEW_HAPROXY_IMAGE: await haproxyImage(host),
    };
  });
  return docker;
}

/** The environment of tests with a cluster: that one's, and Docker's. Where there can be no cluster, it holds the reason. */
export async function clusterEnvironment(): Promise<NodeJS.ProcessEnv> {
  const env = await dockerEnvironment();
  try {
    const { kubeconfig, own } = await chooseCluster();
    return { ...env, KUBECONFIG: kubeconfig, ...(own && { ANEW_CLUSTER_CONTAINERD: own.containerd }) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(error.message);
    return { ...env, [REASON_VARIABLE]: error.message };
  }
}

async function unlessMissing(ask: () => Promise<NodeJS.ProcessEnv>): Promise<NodeJS.ProcessEnv> {
  try {
    return { ...process.env, ...(await ask()) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(error.message); // no Docker is no failure: its tests are skipped and say so
    return process.env;
  }
}

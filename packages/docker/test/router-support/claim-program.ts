import { HaproxyRouter } from "../../src/router/haproxy-router";

/** A process of its own that adds groups to a router, one after the other: `host containerId port prefix count`. */
async function main(): Promise<void> {
  const [host, containerId, port, prefix, count] = process.argv.slice(2);
  for (let i = 0; i < Number(count); i++) {
    const router = await HaproxyRouter.connect(
      { host: host! },
      {
        containerId: containerId!,
        group: `${prefix}-${i}`,
        listen: [{ port: Number(port), path: `/${prefix}-${i}` }],
      },
    );
    await router.ensureGroup({ path: "/healthz" });
    await router.close();
    process.stdout.write(`${prefix}-${i}\n`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

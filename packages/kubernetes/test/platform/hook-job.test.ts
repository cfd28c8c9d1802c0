import type { Json, Session } from "@anew/core";
import { LABELS } from "@anew/core";
import { expect } from "chai";
import { FakeApi, type Stored } from "./fake-api";
import { FakeGroup, failureOf } from "./fake-group";

const HOOK = { command: ["migrate"], args: ["--all"], timeoutMs: 60_000 };
const JOB = "/apis/batch/v1/namespaces/test/jobs/web-b2-before";

describe("a hook in a cluster", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let identity: Json;
  let session: Session;
  let ends: object | undefined;
  let made: Stored[];

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    identity = group.addGeneration("b2");
    session = await group.open({ hooks: { beforeSwitch: HOOK } });
    ends = { succeeded: 1 };
    made = [];
    api.onWrite = (path, object) => {
      if (path !== JOB) return;
      made.push(object);
      object.status = ends;
      api.put("/api/v1/namespaces/test/pods/hook", {
        metadata: { labels: { "batch.kubernetes.io/job-name": "web-b2-before" } },
        status: {
          containerStatuses: [
            { name: "main", ready: false, restartCount: 0, state: { terminated: { exitCode: 4 } } },
          ],
        },
      });
      api.logs.set("hook", "no such table\n");
    };
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const run = () => session.beforeSwitch!("b2", identity);

  it("is a Job of the generation's own pod, without what serves, and is taken away after it", async () => {
    await run();
    expect(made).to.have.length(1);
    const pod = made[0].spec.template;
    expect(pod.spec.containers).to.deep.equal([
      {
        name: "main",
        image: "web@sha256:1",
        env: [{ name: "A", value: "1" }],
        command: ["migrate"],
        args: ["--all"],
      },
    ]);
    expect(pod.spec).to.deep.include({ restartPolicy: "Never" });
    expect(made[0].spec).to.deep.include({ backoffLimit: 0, activeDeadlineSeconds: 90 });
    expect(api.at(JOB)).to.equal(undefined);
  });

  it("is no pod of the generation, and never gets traffic by the user's own labels", async () => {
    await run();
    const { metadata, spec } = made[0].spec.template;
    expect(metadata.labels).to.deep.equal({ app: "web" });
    expect(Object.keys(metadata.labels)).to.not.include(LABELS.generation);
    expect(spec.readinessGates).to.have.length(1);
  });

  it("that fails throws with its exit code and its log", async () => {
    ends = { failed: 1, conditions: [{ type: "Failed", status: "True" }] };
    const message = await failureOf(run());
    expect(message).to.contain("the hook before the switch failed: migrate --all\n");
    expect(message).to.contain("exit code 4; last log lines:\n    no such table");
    expect(api.at(JOB)).to.equal(undefined);
  });

  it("that does not end in its time throws, and is taken away", async () => {
    ends = { active: 1 };
    expect(await failureOf(run())).to.contain("the hook before the switch did not end within 1 minute");
    expect(group.clock.now()).to.be.within(60_000, 61_000);
    expect(api.at(JOB)).to.equal(undefined);
  });

  it("that a cut-off update has begun is waited for, one that failed then runs again", async () => {
    await run();
    const earlier = made[0];
    api.put(JOB, { ...earlier, status: { succeeded: 1 } });
    await run();
    expect(made).to.have.length(1);
    api.put(JOB, { ...earlier, status: { conditions: [{ type: "Failed", status: "True" }] } });
    await run();
    expect(made).to.have.length(2);
    api.put(JOB, { ...earlier, metadata: { name: "web-b2-before" }, status: { succeeded: 1 } });
    await run();
    expect(made, "another command's Job").to.have.length(3);
  });

  it("that there is none of does nothing", async () => {
    await session.afterSwitch!("b2", identity);
    expect(api.writes).to.deep.equal([]);
  });
});

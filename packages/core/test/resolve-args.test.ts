import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { generationId } from "../src/generation-id";
import { InputProblems } from "../src/input-problems";
import { PENDING } from "../src/pending";
import { resolveArgs } from "../src/resolve-args";
import { resolveSpec } from "../src/resolve-spec";
import { SecretValue } from "../src/secret-value";
import type { ServiceArgs } from "../src/spec-args";
import { FULL_ARGS, IMAGE } from "./spec-arbitrary";

/** Secret values in clear, to look at. */
function revealed(value: unknown): unknown {
  if (value instanceof SecretValue) return { secret: value.reveal() };
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revealed(member)]));
}

/** A resource whose output "url" is known only after an update. */
class Database extends pulumi.CustomResource {
  declare readonly url: pulumi.Output<string>;
  declare readonly size: pulumi.Output<number>;

  constructor(name: string) {
    super("test:index:Database", name, { url: undefined, size: 5 });
  }
}

async function mocks(preview: boolean): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: preview ? undefined : `${name}-id`,
        state: preview ? inputs : { ...inputs, url: `db://${name}` },
      }),
      call: () => ({}),
    },
    "project",
    "stack",
    preview,
  );
}

/** An Output of which nothing is known yet, as a resource gives it at preview. */
function unknownOutput<T>(): pulumi.Output<T> {
  return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<T>;
}

describe("resolving arguments", () => {
  it("leaves plain arguments as they are", async () => {
    const { known, values, secrets, unknown, dependencies } = await resolveArgs(FULL_ARGS as ServiceArgs);
    expect(values).to.deep.equal(FULL_ARGS);
    expect([known, secrets, unknown, dependencies]).to.deep.equal([true, [], [], []]);
  });

  it("awaits Outputs and promises at every depth, also within each other", async () => {
    const { known, values } = await resolveArgs({
      image: Promise.resolve(IMAGE),
      command: pulumi.output(["node", pulumi.output("x")]),
      env: Promise.resolve({ A: pulumi.output("a"), B: Promise.resolve("b") }),
      healthCheck: pulumi.output({ path: pulumi.output(Promise.resolve("/up")) }),
      state: [pulumi.output({ volume: pulumi.output("v"), path: "/d", access: "shared" as const })],
      replicas: pulumi.output(2).apply((count) => Promise.resolve(count + 1)),
    });
    expect(known).to.equal(true);
    expect(values).to.deep.equal({
      image: IMAGE,
      command: ["node", "x"],
      env: { A: "a", B: "b" },
      healthCheck: { path: "/up" },
      state: [{ volume: "v", path: "/d", access: "shared" }],
      replicas: 3,
    });
  });

  it("marks secret leaves, and no others", async () => {
    const { values, secrets } = await resolveArgs({
      image: IMAGE,
      command: ["a", pulumi.secret("b")],
      args: pulumi.secret(["c", "d"]),
      env: { PLAIN: "x", HIDDEN: pulumi.secret("y"), "a.b": pulumi.output("z") },
      files: pulumi.secret({ "/etc/x": "f" }),
      port: pulumi.unsecret(pulumi.secret(80)),
    });
    expect(revealed(values)).to.deep.equal({
      image: IMAGE,
      command: ["a", { secret: "b" }],
      args: [{ secret: "c" }, { secret: "d" }],
      env: { PLAIN: "x", HIDDEN: { secret: "y" }, "a.b": "z" },
      files: { "/etc/x": { secret: "f" } },
      port: 80,
    });
    expect(secrets).to.deep.equal(["args[0]", "args[1]", "command[1]", "env.HIDDEN", 'files["/etc/x"]']);
  });

  it("keeps what is derived from a secret secret", async () => {
    const password = pulumi.secret("hunter2");
    const { values } = await resolveArgs({
      image: IMAGE,
      env: {
        URL: pulumi.interpolate`db://${password}@host`,
        ALL: pulumi.all(["x", password]).apply((all) => all.join()),
      },
    });
    expect(revealed(values.env)).to.deep.equal({
      URL: { secret: "db://hunter2@host" },
      ALL: { secret: "x,hunter2" },
    });
  });

  it("leaves an image source alone, whose reference may be unknown while its hash is not", async () => {
    const image = { contentHash: "c0ffee", reference: unknownOutput<string>() };
    const { known, values } = await resolveArgs({ image });
    expect(known).to.equal(true);
    expect(values.image).to.equal(image);
  });

  it("looks at a service's own arguments only", async () => {
    const args = { image: IMAGE, traffic: unknownOutput<string>(), port: undefined };
    const { known, values } = await resolveArgs(args);
    expect(known).to.equal(true);
    expect(values).to.deep.equal({ image: IMAGE });
  });

  it("gives undefined for an Output of undefined, which a spec refuses among the environment", async () => {
    const missing = pulumi.output(undefined as unknown as string);
    const { values } = await resolveArgs({ image: IMAGE, env: { A: missing }, user: missing });
    const problems = new InputProblems();
    resolveSpec(values, "salt", problems);
    expect(problems.list.map(({ property }) => property)).to.deep.equal(["env.A"]);
  });

  it("fails when an Output fails", async () => {
    const failed = pulumi.output(Promise.reject(new Error("no such database")));
    let message = "";
    await resolveArgs({ image: IMAGE, env: { A: failed } }).catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal("no such database");
  });

  describe("at preview", () => {
    before(() => mocks(true));
    after(() => mocks(false));

    it("says which leaves are unknown, and still gives the others", async () => {
      const database = new Database("db");
      const { known, values, unknown, dependencies } = await resolveArgs({
        image: IMAGE,
        env: { ID: database.id, FIXED: "x", SIZE: pulumi.interpolate`${database.size}` },
        args: [database.id.apply((id) => `--db=${id}`)],
        files: database.id.apply((id) => ({ [id]: "content" })),
      });
      expect(known).to.equal(false);
      expect(values).to.deep.equal({
        image: IMAGE,
        env: { ID: PENDING, FIXED: "x", SIZE: "5" },
        args: [PENDING],
        files: PENDING,
      });
      expect(unknown).to.deep.equal(["args[0]", "env.ID", "files"]);
      expect(dependencies).to.deep.equal([database]);
    });

    it("says so also for an Output that is unknown only in part", async () => {
      const partly = pulumi.output({ A: "a", B: unknownOutput<string>() });
      const { values, unknown } = await resolveArgs({ image: IMAGE, env: partly });
      expect(values.env).to.deep.equal({ A: "a", B: PENDING });
      expect(unknown).to.deep.equal(["env.B"]);
    });

    it("knows an unknown secret as unknown", async () => {
      const { known, values } = await resolveArgs({
        image: IMAGE,
        secretEnv: { A: pulumi.secret(unknownOutput<string>()) },
      });
      expect(known).to.equal(false);
      expect(values.secretEnv).to.deep.equal({ A: PENDING });
    });

    it("leaves the spec unknown, and what is known is still checked", async () => {
      const { values } = await resolveArgs({
        image: IMAGE,
        env: { A: unknownOutput<string>() },
        port: pulumi.output(0),
      });
      const problems = new InputProblems();
      expect(resolveSpec(values, "salt", problems)).to.equal(undefined);
      expect(problems.list.map(({ property }) => property)).to.deep.equal(["port"]);
    });
  });

  describe("at an update", () => {
    before(() => mocks(false));

    it("knows what a resource gave, and that all depends on it", async () => {
      const database = new Database("db");
      const { known, values, dependencies } = await resolveArgs({
        image: IMAGE,
        secretEnv: { DATABASE_URL: pulumi.secret(database.url) },
      });
      expect(known).to.equal(true);
      expect(revealed(values.secretEnv)).to.deep.equal({ DATABASE_URL: { secret: "db://db" } });
      expect(dependencies).to.deep.equal([database]);
    });

    it("gives the same id for Outputs as for the plain values", async () => {
      const wrap = (value: unknown): unknown => {
        if (Array.isArray(value)) return pulumi.output(value.map(wrap));
        if (typeof value !== "object" || value === null) return pulumi.output(value);
        return Promise.resolve(
          Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrap(member)])),
        );
      };
      const args = Object.fromEntries(Object.entries(FULL_ARGS).map(([key, value]) => [key, wrap(value)]));
      const { values } = await resolveArgs(args as unknown as ServiceArgs);
      const id = (given: object) => {
        const spec = resolveSpec(given, "salt", new InputProblems())?.spec;
        return spec && generationId(spec);
      };
      expect(id(values))
        .to.equal(id(FULL_ARGS))
        .and.to.match(/^[0-9a-f]{8}$/);
    });
  });
});

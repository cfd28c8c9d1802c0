import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as fc from "fast-check";
import { canonicalJson } from "../src/canonical-json";
import { fingerprint } from "../src/fingerprint";
import { generationId } from "../src/generation-id";
import { InputError, InputProblems } from "../src/input-problems";
import { PENDING } from "../src/pending";
import {
  checkArgs,
  findArgProblems,
  type ResolvedSpec,
  resolveSpec,
  type SpecRules,
} from "../src/resolve-spec";
import { SecretValue } from "../src/secret-value";
import { changed, FULL_ARGS, IMAGE, leaves, reversedKeys, validArgs } from "./spec-arbitrary";

const SALT = "0123456789abcdef";

/** The spec of arguments that have to be valid. */
function resolved(args: object, salt: string | undefined = SALT): ResolvedSpec {
  const problems = new InputProblems();
  const result = resolveSpec(args, salt, problems);
  problems.throwIfAny("test");
  if (result === undefined) throw new Error("not known yet");
  return result;
}

const specOf = (args: object) => resolved(args).spec;
const idOf = (args: object) => generationId(specOf(args));

/** The lines of the error, without the subject's. */
function problemsOf(args: object, rules?: SpecRules): string[] {
  try {
    checkArgs("test", { image: IMAGE, ...args }, rules);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return (error as Error).message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
}

describe("spec", () => {
  it("has every default written out, the safe ones", () => {
    expect(specOf({ image: IMAGE, port: 8080 })).to.deep.equal({
      image: IMAGE,
      env: {},
      secretEnv: {},
      files: {},
      port: 8080,
      healthCheck: {
        kind: "connect",
        port: 8080,
        interval: 1000,
        healthyAfter: 3,
        unhealthyAfter: 3,
        timeout: 60_000,
        probeTimeout: 5000,
      },
      replicas: 1,
      user: "65532:65532",
      tmpfs: [],
      gracePeriod: 30_000,
      state: [],
      readOnlyRootFilesystem: true,
      capabilities: [],
    });
  });

  it("holds everything that was given, times in milliseconds", () => {
    const { secretEnv, healthCheck, ...rest } = specOf(FULL_ARGS);
    expect(rest).to.deep.equal({
      image: IMAGE,
      command: ["node", "server.js"],
      args: ["--verbose"],
      env: { LOG_LEVEL: "info", REGION: "eu" },
      files: { "/etc/web/limits.json": '{"perSecond":50}' },
      port: 8080,
      ports: { metrics: 9090 },
      replicas: 2,
      resources: { cpu: 0.5, memory: "256 MiB" },
      user: "1000:1000",
      tmpfs: ["/tmp"],
      gracePeriod: 10_000,
      state: [{ volume: "uploads", path: "/data", access: "shared" }],
      readOnlyRootFilesystem: false,
      capabilities: ["NET_BIND_SERVICE"],
    });
    expect(healthCheck).to.deep.equal({
      kind: "http",
      path: "/healthz",
      port: 8081,
      status: { from: 200, to: 299 },
      interval: 2000,
      healthyAfter: 2,
      unhealthyAfter: 4,
      timeout: 30_000,
      probeTimeout: 1000,
    });
    expect(Object.keys(secretEnv)).to.deep.equal(["DATABASE_URL"]);
  });

  it("says one thing in one way, however it was written", () => {
    const digest = `sha256:${"cd".repeat(32)}`;
    const same: [object, object][] = [
      [{ image: `nginx:1.27@${digest}` }, { image: `docker.io/library/nginx@${digest}` }],
      [{ resources: { memory: "0.25 GiB" } }, { resources: { memory: "256 MiB" } }],
      [{ resources: {} }, {}],
      [{ tmpfs: ["/tmp", "/run"] }, { tmpfs: ["/run", "/tmp"] }],
      [{ capabilities: ["cap_chown", "KILL", "CHOWN"] }, { capabilities: ["KILL", "CHOWN"] }],
      [{ gracePeriod: "1 minute" }, { gracePeriod: "60 seconds" }],
      [{ args: [] }, {}],
      [{ healthCheck: {} }, {}],
      [
        { port: 80, healthCheck: { path: "/", port: 80 } },
        { port: 80, healthCheck: { path: "/" } },
      ],
      [
        {
          state: [
            { volume: "a", path: "/a", access: "shared" },
            { volume: "b", path: "/b", access: "shared" },
          ],
        },
        {
          state: [
            { access: "shared", path: "/b", volume: "b" },
            { access: "shared", path: "/a", volume: "a" },
          ],
        },
      ],
      [{ image: IMAGE, replicas: 1, user: "65532:65532", readOnlyRootFilesystem: true }, {}],
    ];
    for (const [one, other] of same) {
      expect(specOf({ image: IMAGE, ...one })).to.deep.equal(specOf({ image: IMAGE, ...other }));
    }
  });

  it("takes an image source by its content hash, and an image's id as it is", () => {
    const source = { contentHash: "c0ffee", reference: pulumi.output("not asked for") };
    expect(specOf({ image: source }).image).to.equal("content:c0ffee");
    expect(specOf({ image: `sha256:${"ab".repeat(32)}` }).image).to.equal(`sha256:${"ab".repeat(32)}`);
  });

  it("knows four kinds of health checks", () => {
    const kindOf = (args: object) => specOf({ image: IMAGE, ...args }).healthCheck;
    expect(kindOf({ healthCheck: { command: ["check", "it"] } })).to.include({ kind: "command" });
    expect(kindOf({ port: 80, healthCheck: { path: "/up?deep=1" } })).to.include({
      kind: "http",
      path: "/up?deep=1",
      port: 80,
    });
    expect(kindOf({ healthCheck: { port: 81 } })).to.include({ kind: "connect", port: 81 });
    expect(kindOf({})).to.include({ kind: "running" });
  });

  it("does not depend on the order of keys", () => {
    expect(idOf(reversedKeys(FULL_ARGS) as object)).to.equal(idOf(FULL_ARGS));
    fc.assert(fc.property(validArgs, (args) => idOf(reversedKeys(args) as object) === idOf(args)));
  });

  it("survives a round through JSON, as it takes through the state", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        const { spec } = resolved(args);
        expect(generationId(JSON.parse(JSON.stringify(spec)))).to.equal(generationId(spec));
      }),
    );
  });

  it("is the same for two lists of arguments only when their specs say the same", () => {
    fc.assert(
      fc.property(validArgs, validArgs, (a, b) => {
        expect(idOf(a) === idOf(b)).to.equal(canonicalJson(specOf(a)) === canonicalJson(specOf(b)));
      }),
    );
  });

  describe("has another id when one leaf changes:", () => {
    const other: Readonly<Record<string, string | number>> = {
      image: `registry.example/web@sha256:${"ac".repeat(32)}`,
      "healthCheck.expectStatus": "200",
      "healthCheck.interval": "3 seconds",
      "healthCheck.timeout": "31 seconds",
      "healthCheck.probeTimeout": "2 seconds",
      "resources.memory": "257 MiB",
      user: "1000:1001",
      gracePeriod: "11 seconds",
      "state.0.access": "exclusive",
      "capabilities.0": "CHOWN",
      "resources.cpu": 0.6,
    };
    for (const path of leaves(FULL_ARGS)) {
      const name = path.join(".");
      it(name, () => {
        const change = (leaf: unknown) => {
          if (other[name] !== undefined) return other[name];
          if (typeof leaf === "boolean") return !leaf;
          return typeof leaf === "number" ? leaf + 1 : `${leaf}x`;
        };
        expect(idOf(changed(FULL_ARGS, path, change) as object)).not.to.equal(idOf(FULL_ARGS));
      });
    }

    for (const key of [
      "command",
      "args",
      "env",
      "secretEnv",
      "files",
      "ports",
      "resources",
      "user",
      "tmpfs",
      "state",
      "capabilities",
    ]) {
      it(`${key} left out`, () => {
        expect(idOf({ ...FULL_ARGS, [key]: undefined })).not.to.equal(idOf(FULL_ARGS));
      });
    }
  });
});

describe("secrets in a spec", () => {
  const secret = (value: unknown) => new SecretValue(value);
  const args = {
    image: IMAGE,
    command: ["run", secret("hunter2-command")],
    args: secret(["hunter2-args"]),
    env: { PLAIN: "plain", HIDDEN: secret("hunter2-env") },
    secretEnv: { TOKEN: "hunter2-secretEnv" },
    files: { "/etc/plain": "plain", "/etc/hidden": secret("hunter2-file") },
    healthCheck: { command: ["check", secret("hunter2-health")] },
  };

  it("stand as fingerprints, wherever they were; their values are in the real spec alone", () => {
    const { spec, real } = resolved(args);
    expect(JSON.stringify(spec)).not.to.include("hunter2");
    expect(spec).to.deep.include({
      command: ["run", fingerprint(SALT, "command[1]", "hunter2-command")],
      args: [fingerprint(SALT, "args[0]", "hunter2-args")],
      env: { PLAIN: "plain" },
      secretEnv: {
        HIDDEN: fingerprint(SALT, "secretEnv.HIDDEN", "hunter2-env"),
        TOKEN: fingerprint(SALT, "secretEnv.TOKEN", "hunter2-secretEnv"),
      },
      files: { "/etc/plain": "plain" },
      secretFiles: { "/etc/hidden": fingerprint(SALT, 'files["/etc/hidden"]', "hunter2-file") },
      secrets: ["command[1]", "args[0]", "healthCheck.command[1]"],
    });
    expect(real).to.deep.include({
      command: ["run", "hunter2-command"],
      args: ["hunter2-args"],
      secretEnv: { HIDDEN: "hunter2-env", TOKEN: "hunter2-secretEnv" },
      secretFiles: { "/etc/hidden": "hunter2-file" },
    });
    expect(real.healthCheck).to.deep.include({ command: ["check", "hunter2-health"] });
  });

  for (const path of [
    "command.1",
    "args",
    "env.HIDDEN",
    "secretEnv.TOKEN",
    "files./etc/hidden",
    "healthCheck.command.1",
  ]) {
    it(`give another id when one changes: ${path}`, () => {
      const change = (leaf: unknown) =>
        leaf instanceof SecretValue
          ? secret(Array.isArray(leaf.reveal()) ? ["other"] : "other")
          : typeof leaf === "string"
            ? "other"
            : leaf;
      const segments = path.split(".").map((segment) => (/^\d$/.test(segment) ? Number(segment) : segment));
      expect(idOf(changed(args, segments, change) as object)).not.to.equal(idOf(args));
    });
  }

  it("give another id with another salt", () => {
    expect(generationId(resolved(args, "other salt").spec)).not.to.equal(idOf(args));
  });

  it("are the same in env and in secretEnv", () => {
    expect(idOf({ image: IMAGE, env: { A: secret("x") } })).to.equal(
      idOf({ image: IMAGE, secretEnv: { A: "x" } }),
    );
  });

  it("are told from a plain text that looks like their fingerprint", () => {
    const hidden = { image: IMAGE, command: [secret("x")] };
    const plain = { image: IMAGE, command: [fingerprint(SALT, "command[0]", "x")] };
    expect(idOf(hidden)).not.to.equal(idOf(plain));
  });

  it("make the spec unknown while the salt is, which nothing else does", () => {
    expect(resolveSpec({ image: IMAGE, secretEnv: { A: "x" } }, undefined, new InputProblems())).to.equal(
      undefined,
    );
    expect(
      resolveSpec({ image: IMAGE, env: { A: "x" } }, undefined, new InputProblems())?.spec.env,
    ).to.deep.equal({ A: "x" });
  });

  it("are refused where the value stands in the state in clear, and are not shown", () => {
    const lines = problemsOf({
      image: secret("hunter2:latest"),
      port: secret(80),
      replicas: secret(2),
      user: secret("hunter2"),
      readOnlyRootFilesystem: secret(true),
      tmpfs: [secret("/hunter2")],
      gracePeriod: secret("1 second"),
      state: secret([{ volume: "hunter2", path: "/hunter2", access: "shared" }]),
    });
    expect(lines).to.have.lengthOf(10);
    for (const line of lines) {
      expect(line).to.match(
        /: got \[secret\], expected .*, not a secret; if it is none, wrap it in pulumi\.unsecret\(…\)$/,
      );
    }
  });

  it("never appear in a message about them", () => {
    const lines = problemsOf({
      env: { "A=B": secret("hunter2"), C: secret({ a: "hunter2" }) },
      secretEnv: { D: ["hunter2"], E: "hunter2\0" },
      secretEnvs: { F: "hunter2" },
      files: { "relative/path": secret("hunter2"), "/x": secret(["hunter2"]) },
      command: [secret("hunter2\0")],
      healthCheck: { path: secret("/hunter2") },
    });
    expect(lines).to.have.lengthOf(10);
    expect(lines.join("\n")).not.to.include("hunter2");
  });
});

describe("bad arguments", () => {
  const refused: [args: object, ...lines: string[]][] = [
    [{ image: undefined }, "image: got nothing, expected an ImageBuild or name@sha256:…"],
    [
      { image: "web:latest" },
      'image: got "web:latest", expected name@sha256:…; use ImageBuild.reference: a tag can move',
    ],
    [
      { image: "Web@sha256:1" },
      'image: got "Web@sha256:1", expected "sha256:" and 64 hexadecimal digits in lower case, not 1 characters',
    ],
    [{ image: {} }, "image: got {}, expected an ImageBuild or name@sha256:…"],
    [{ port: 0 }, "port: got 0, expected a port from 1 to 65535"],
    [{ port: 65536 }, "port: got 65536, expected a port from 1 to 65535"],
    [{ port: "80" }, 'port: got "80", expected a port from 1 to 65535'],
    [{ port: 80.5 }, "port: got 80.5, expected a port from 1 to 65535"],
    [{ port: 80, ports: { web: 80 } }, "ports.web: got 80, expected a port that is not also port"],
    [{ ports: { a: 1, b: 1 } }, "ports.b: got 1, expected a port that is not also ports.a"],
    [
      { ports: { "-a": 1 } },
      'ports["-a"]: got "-a", expected a name of at most 15 lower case letters, digits and single hyphens; rename the port',
    ],
    [
      { command: [] },
      "command: got [], expected at least one text: the program; leave it out to run the image's own",
    ],
    [
      { command: "node x" },
      'command: got "node x", expected an array of texts; there is no shell that would split one',
    ],
    [{ command: ["a", 1] }, "command[1]: got 1, expected a text"],
    [{ args: ["a\0"] }, 'args[0]: got "a\\u0000", expected a text without NUL characters'],
    [
      { args: ["\ud800"] },
      'args[0]: got "\\ud800", expected a text without half surrogate pairs, which have no UTF-8',
    ],
    [
      { env: { "": "x" } },
      'env[""]: got "", expected a variable name that is not empty and has no "=" and no NUL; rename the variable',
    ],
    [
      { env: { "A=B": "x" } },
      'env["A=B"]: got "A=B", expected a variable name that is not empty and has no "=" and no NUL; rename the variable',
    ],
    [
      { env: { "A B": "x" } },
      'env["A B"]: got "A B", expected a variable name without white space and control characters; rename the variable',
    ],
    [{ env: { A: 5 } }, "env.A: got 5, expected a text; numbers and booleans have to be written as one"],
    [
      { env: { A: undefined } },
      "env.A: got nothing, expected a text; numbers and booleans have to be written as one; leave the whole entry out",
    ],
    [
      { ports: { a: undefined } },
      "ports.a: got nothing, expected a port from 1 to 65535; leave the whole entry out",
    ],
    [{ env: ["A=5"] }, 'env: got ["A=5"], expected an object: name → text'],
    [
      { env: { A: "x" }, secretEnv: { A: "y" } },
      'secretEnv.A: got "A", expected a name that is not also in env; leave it in one of the two',
    ],
    [{ files: { "etc/x": "" } }, 'files["etc/x"]: got "etc/x", expected an absolute path, starting with "/"'],
    [{ files: { "/": "" } }, 'files["/"]: got "/", expected a path below "/"'],
    [
      { files: { "/a//b": "" } },
      'files["/a//b"]: got "/a//b", expected a path without "//", "." and "..", and no "/" at its end; write "/a/b"',
    ],
    [
      { files: { "/a/../b": "" } },
      'files["/a/../b"]: got "/a/../b", expected a path without "//", "." and "..", and no "/" at its end; write "/b"',
    ],
    [
      { files: { "/a/": "" } },
      'files["/a/"]: got "/a/", expected a path without "//", "." and "..", and no "/" at its end; write "/a"',
    ],
    [{ files: { "/../": "" } }, 'files["/../"]: got "/../", expected a path below "/"'],
    [
      { files: { "/proc/x": "" } },
      'files["/proc/x"]: got "/proc/x", expected a path outside /proc, which belongs to the kernel',
    ],
    [
      { files: { "/a": Buffer.from("x") } },
      'files["/a"]: got {"type":"Buffer","data":[120]}, expected a text; numbers and booleans have to be written as one',
    ],
    [
      { files: { "/a": "", "/a/b": "" } },
      'files["/a/b"]: got "/a/b", expected a path that is not below /a, which is a file (files["/a"])',
    ],
    [{ tmpfs: ["/a", "/a"] }, 'tmpfs[1]: got "/a", expected a path that is not also tmpfs[0]'],
    [
      { tmpfs: ["/a"], files: { "/a": "" } },
      'tmpfs[0]: got "/a", expected a path that is not also files["/a"]',
    ],
    [
      { tmpfs: ["/a"], files: { "/a/b": "" } },
      'files["/a/b"]: got "/a/b", expected a path that is not below /a, the place of tmpfs[0]',
    ],
    [{ tmpfs: [undefined] }, "tmpfs[0]: got nothing, expected an absolute path"],
    [
      {
        tmpfs: ["/data/tmp"],
        files: { "/data/x": "" },
        state: [{ volume: "v", path: "/data", access: "shared" }],
      },
      'files["/data/x"]: got "/data/x", expected a path that is not below /data, the place of state[0].path',
      'tmpfs[0]: got "/data/tmp", expected a path that is not below /data, the place of state[0].path',
    ],
    [
      {
        state: [
          { volume: "v", path: "/d", access: "shared" },
          { volume: "w", path: "/d", access: "shared" },
        ],
      },
      'state[1].path: got "/d", expected a path that is not also state[0].path',
    ],
    [
      { state: [{ volume: "/srv", path: "/d", access: "shared" }] },
      'state[0].volume: got "/srv", expected the name of a volume, not a path; declare the volume and name it here',
    ],
    [
      { state: [{ path: "d" }] },
      "state[0].volume: got nothing, expected the name of a volume",
      'state[0].path: got "d", expected an absolute path, starting with "/"',
      'state[0].access: got nothing, expected "shared" or "exclusive"',
    ],
    [{ state: ["/data"] }, 'state[0]: got "/data", expected { volume, path, access }'],
    [{ state: { volume: "v" } }, 'state: got {"volume":"v"}, expected an array of { volume, path, access }'],
    [
      { state: [{ volume: "v", path: "/d", access: "rw" }] },
      'state[0].access: got "rw", expected "shared" or "exclusive"',
    ],
    [{ replicas: 0 }, "replicas: got 0, expected a whole number from 1"],
    [{ replicas: 1.5 }, "replicas: got 1.5, expected a whole number from 1"],
    [
      { resources: { memory: "256MB" } },
      'resources.memory: got "256MB", expected a number, one space and "KiB", "MiB" or "GiB", such as "256 MiB"',
    ],
    [{ resources: { memory: "5 MiB" } }, 'resources.memory: got "5 MiB", expected at least 6 MiB'],
    [
      { resources: { cpu: 0 } },
      "resources.cpu: got 0, expected a number of cores above 0, in thousandths, such as 0.5",
    ],
    [
      { resources: { cpu: 0.0015 } },
      "resources.cpu: got 0.0015, expected a number of cores above 0, in thousandths, such as 0.5",
    ],
    [{ resources: { cpus: 1 } }, 'resources.cpus: got "cpus", expected an argument that exists; use "cpu"'],
    [{ user: "a b" }, 'user: got "a b", expected "uid", "uid:gid" or names, such as "65532:65532"'],
    [{ user: "1:2:3" }, 'user: got "1:2:3", expected "uid", "uid:gid" or names, such as "65532:65532"'],
    [{ user: "007" }, 'user: got "007", expected "uid", "uid:gid" or names, such as "65532:65532"'],
    [
      { gracePeriod: "30" },
      'gracePeriod: got "30", expected a number, one space and "milliseconds", "seconds", "minutes" or "hours", such as "90 seconds"',
    ],
    [
      { gracePeriod: 30 },
      'gracePeriod: got 30, expected a number, one space and "milliseconds", "seconds", "minutes" or "hours", such as "90 seconds"',
    ],
    [{ readOnlyRootFilesystem: "no" }, 'readOnlyRootFilesystem: got "no", expected true or false'],
    [
      { capabilities: ["ALL"] },
      'capabilities[0]: got "ALL", expected the name of a Linux capability; name those that it needs',
    ],
    [
      { capabilities: ["NET_BIND"] },
      'capabilities[0]: got "NET_BIND", expected the name of a Linux capability; use "NET_BIND_SERVICE"',
    ],
    [
      { port: 1, healthCheck: { path: "healthz" } },
      'healthCheck.path: got "healthz", expected a path that starts with "/"; write "/healthz"',
    ],
    [
      { port: 1, healthCheck: { path: "/a b" } },
      'healthCheck.path: got "/a b", expected a path without spaces, control and non-ASCII characters; write them as %XX',
    ],
    [
      { port: 1, healthCheck: { path: "/a#b" } },
      'healthCheck.path: got "/a#b", expected a path without "#": a fragment is never sent',
    ],
    [
      { port: 1, healthCheck: { path: "http://x/up" } },
      'healthCheck.path: got "http://x/up", expected a path such as "/healthz", not a URL; write "/up"',
    ],
    [
      { port: 1, healthCheck: { path: "" } },
      'healthCheck.path: got "", expected a path that starts with "/"; write "/"',
    ],
    [
      { healthCheck: { path: "/up" } },
      "healthCheck.port: got nothing, expected a port to send the request to",
    ],
    [
      { healthCheck: { command: ["x"], path: "/up" } },
      'healthCheck.path: got "/up", expected nothing beside command; check one or the other',
    ],
    [
      { port: 1, healthCheck: { expectStatus: "200" } },
      'healthCheck.expectStatus: got "200", expected a path beside it: only an HTTP request has a status',
    ],
    [
      { port: 1, healthCheck: { path: "/", expectStatus: "299-200" } },
      'healthCheck.expectStatus: got "299-200", expected one status code or a range, such as "200" or "200-399"',
    ],
    [
      { healthCheck: { interval: "0 seconds" } },
      'healthCheck.interval: got "0 seconds", expected a duration of more than 0',
    ],
    [
      { healthCheck: { interval: "1s" } },
      'healthCheck.interval: got "1s", expected a number, one space and "milliseconds", "seconds", "minutes" or "hours", such as "90 seconds"; write "1 second"',
    ],
    [
      { healthCheck: { healthyAfter: 0 } },
      "healthCheck.healthyAfter: got 0, expected a whole number from 1 to 1000",
    ],
    [
      { healthCheck: { timeout: "5 seconds", interval: "2 seconds" } },
      'healthCheck.timeout: got "5 seconds", expected at least 6 seconds: 3 checks in a row, one each 2 seconds',
    ],
    [
      { healthCheck: { interval: "1 minute" } },
      "healthCheck.timeout: got nothing, expected at least 3 minutes: 3 checks in a row, one each 1 minute",
    ],
    [
      { healthCheck: { retries: 3 } },
      'healthCheck.retries: got "retries", expected an argument that exists; known are path, port, expectStatus, command, interval, healthyAfter, unhealthyAfter, timeout, probeTimeout',
    ],
    [{ healthCheck: "/up" }, 'healthCheck: got "/up", expected an object with arguments'],
    [{ imgae: "x" }, 'imgae: got "imgae", expected an argument that exists; use "image"'],
    [
      { environment: {} },
      'environment: got "environment", expected an argument that exists; use "env", and "secretEnv" for secrets',
    ],
    [
      { volumes: ["/data"] },
      'volumes: got "volumes", expected an argument that exists; storage that outlives generations is mounted with state: [{ volume, path, access }], scratch space with tmpfs',
    ],
  ];
  for (const [args, ...lines] of refused) {
    it(`are refused: ${JSON.stringify(args)}`, () => {
      expect(problemsOf(args)).to.deep.equal(lines);
    });
  }

  it("come all at once", () => {
    expect(() => checkArgs("BlueGreenGroup web", { image: "web:latest", port: 0, replicas: 0 })).to.throw(
      InputError,
      /^BlueGreenGroup web: 3 problems\n {2}image: .*\n {2}port: .*\n {2}replicas: /,
    );
  });

  it("are found in what resolves later, too, and then there is no spec", () => {
    const problems = new InputProblems();
    expect(resolveSpec({ image: IMAGE, port: 0 }, SALT, problems)).to.equal(undefined);
    expect(problems.list.map(({ property }) => property)).to.deep.equal(["port"]);
  });

  it("are not those of the component, whose names it gives", () => {
    expect(problemsOf({ traffic: 5 }, { otherArgs: ["traffic"] })).to.deep.equal([]);
    expect(problemsOf({ trafic: 5 }, { otherArgs: ["traffic"] })).to.deep.equal([
      'trafic: got "trafic", expected an argument that exists; use "traffic"',
    ]);
  });

  it("include exclusive state where two generations run side by side", () => {
    const state = [{ volume: "v", path: "/d", access: "exclusive" }];
    const exclusiveState = { expected: '"shared": two generations run side by side', fix: "share it" };
    expect(problemsOf({ state })).to.deep.equal([]);
    expect(problemsOf({ state }, { exclusiveState })).to.deep.equal([
      'state[0].access: got "exclusive", expected "shared": two generations run side by side; share it',
    ]);
  });
});

describe("arguments that are not known yet", () => {
  const later = pulumi.output("later");

  it("are passed over, wherever they stand, while the rest is checked", () => {
    const args = {
      image: later,
      command: [later],
      env: { A: later, B: 5 },
      secretEnv: Promise.resolve({}),
      files: { "/a": later },
      port: later,
      healthCheck: { path: later, interval: later },
      resources: { cpu: later },
      state: [later, { volume: later, path: later, access: later }],
      tmpfs: later,
      capabilities: [PENDING],
      replicas: PENDING,
    };
    expect(problemsOf(args)).to.deep.equal([
      "env.B: got 5, expected a text; numbers and booleans have to be written as one",
    ]);
  });

  it("leave the spec unknown, with no problem", () => {
    for (const [key, value] of Object.entries(FULL_ARGS)) {
      const problems = new InputProblems();
      const holes: object[] = [{ ...FULL_ARGS, [key]: PENDING }];
      for (const path of leaves(value))
        holes.push(changed(FULL_ARGS, [key, ...path], () => PENDING) as object);
      for (const args of holes) expect(resolveSpec(args, SALT, problems)).to.equal(undefined);
      expect(problems.list).to.deep.equal([]);
    }
  });

  it("find problems beside them without a throw", () => {
    const problems = new InputProblems();
    findArgProblems({ image: later, port: -1 }, problems);
    expect(problems.list.map(({ property }) => property)).to.deep.equal(["port"]);
  });
});

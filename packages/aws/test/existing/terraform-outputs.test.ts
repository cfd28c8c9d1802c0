import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformOutputs } from "@anew/aws";
import { expect } from "chai";

const STATE = JSON.stringify({
  version: 4,
  terraform_version: "1.9.0",
  serial: 3,
  outputs: {
    vpc_id: { value: "vpc-0123456789abcdef0", type: "string" },
    subnet_ids: { value: ["subnet-a", "subnet-b"], type: ["list", "string"] },
  },
  resources: [],
});

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "nothing failed",
    (error: Error) => error.message,
  );
}

describe("the outputs of a Terraform state", () => {
  let folder: string;
  let server: Server;
  let status = 200;
  const asked: (string | undefined)[] = [];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "anew-terraform-"));
    server = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(status).end(STATE);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });
  const file = (text: string) => {
    const path = join(folder, "terraform.tfstate");
    writeFileSync(path, text);
    return { backend: "local", path } as const;
  };
  const http = () =>
    ({
      backend: "http",
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`,
      username: "ci",
      password: "secret",
    }) as const;

  it("are read from a file", async () => {
    expect(await terraformOutputs(file(STATE))).to.deep.equal({
      vpc_id: "vpc-0123456789abcdef0",
      subnet_ids: ["subnet-a", "subnet-b"],
    });
  });

  it("are read from an HTTP backend, with its credentials", async () => {
    expect((await terraformOutputs(http())).vpc_id).to.equal("vpc-0123456789abcdef0");
    expect(asked).to.deep.equal([`Basic ${Buffer.from("ci:secret").toString("base64")}`]);
  });

  it("of a state that is not there, or of something else, are an error that says what to do", async () => {
    const missing = await failure(terraformOutputs({ backend: "local", path: join(folder, "none") }));
    expect(missing).to.contain("none can't be read").and.to.contain("ENOENT");
    status = 404;
    expect(await failure(terraformOutputs(http()))).to.contain("can't be read: it answered 404");
    for (const text of ['{"version":3,"modules":[]}', "resource {}", "[]"]) {
      expect(await failure(terraformOutputs(file(text)))).to.contain("is no Terraform state of version 4");
    }
  });
});

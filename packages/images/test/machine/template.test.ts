import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatProblem } from "@anew/core";
import { expect } from "chai";
import { root } from "../../../../test/setup";
import type { MachineContentArgs } from "../../src/index";
import { readMachineDefinition } from "../../src/machine/definition/definition";
import { checkTemplate } from "../../src/machine/template/check-template";
import { type FileSpec, folderWith, removeFolders } from "../support/files";
import { TAGS } from "../support/machine-context";

const VARIABLE = 'variable "anew_content_hash" {\n  type = string\n}\n';

/** An expression in a text. */
const hcl = (expression: string): string => `\${${expression}}`;

function template({
  source = "",
  tags = TAGS,
  provisioners = "",
  variable = VARIABLE,
  more = "",
} = {}): string {
  return `${variable}
source "amazon-ebs" "web" {
  ami_name   = "web-{{timestamp}}"
  source_ami = "ami-12c6146b"
  ${tags}
  ${source}
}
${more}
build {
  sources = ["source.amazon-ebs.web"]
  ${provisioners}
}
`;
}

describe("The check of a Packer template", function () {
  this.timeout(60_000); // on a busy machine the parser takes its time to load
  afterEach(removeFolders);

  async function problemsOf(
    text: string,
    args: Partial<MachineContentArgs> & {
      secret?: string[];
      region?: string;
      files?: Record<string, FileSpec>;
    } = {},
  ): Promise<string[]> {
    const { secret = [], region, files = {}, ...content } = args;
    const main: Record<string, FileSpec> =
      content.template === undefined ? { "web.pkr.hcl": text } : { [content.template]: text };
    const context = folderWith({ ...main, ...files });
    const definition = readMachineDefinition({ context, ...content }, "test");
    const given = { secretVariables: secret, ...(region === undefined ? {} : { region }) };
    return (await checkTemplate(definition, given)).map((problem) => formatProblem(problem));
  }

  it("finds nothing wrong with one that tags its image, directly or by a local", async () => {
    expect(await problemsOf(template())).to.deep.equal([]);
    const more = 'locals {\n  tags = merge({ "anew:contentHash" = var.anew_content_hash }, { a = "b" })\n}\n';
    expect(await problemsOf(template({ tags: "tags = local.tags", more }))).to.deep.equal([]);
    const block = 'tag {\n key = "anew:contentHash"\n value = var.anew_content_hash\n }';
    expect(await problemsOf(template({ tags: block }))).to.deep.equal([]);
  });

  it("finds nothing wrong with the one in the documentation, nor with the example's", async () => {
    const page = readFileSync(join(root, "docs/machine-images.md"), "utf8");
    const shown = /```hcl\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const build = 'build {\n  sources = ["source.amazon-ebs.web"]\n}\n';
    expect(await problemsOf(`${shown}${build}`, { variables: { base_ami: "ami-1" } })).to.deep.equal([]);
    const example = join(root, "examples/aws-machine-image/image");
    const variables = { base_ami: "ami-1", greeting: "Hello" };
    const definition = readMachineDefinition({ context: example, variables }, "test");
    expect(await checkTemplate(definition, { secretVariables: [] })).to.deep.equal([]);
  });

  it("shows the lines to add to one that does not, and is not taken in by a comment", async () => {
    const [problem, ...others] = await problemsOf(
      template({ variable: "", tags: `# ${TAGS.split("\n")[0]}` }),
    );
    expect(others).to.deep.equal([]);
    expect(problem).to.equal(
      `template: got ".", expected a template that tags its image with the content hash; add
    variable "anew_content_hash" {
      type = string
    }
    in source "amazon-ebs" "web":
      tags     = { "anew:contentHash" = var.anew_content_hash }
      run_tags = { "anew:contentHash" = var.anew_content_hash }`,
    );
    const [only] = await problemsOf(template({ tags: "" }));
    expect(only).to.not.contain("variable ");
  });

  it("refuses what would delete an older image, a name that is always the same, and a base that moves", async () => {
    const source = "force_deregister = true\n  source_ami_filter {\n    most_recent = true\n  }";
    const text = template({ source }).replace("web-{{timestamp}}", "web");
    const problems = await problemsOf(text);
    expect(problems).to.have.length(3);
    expect(problems[0]).to.equal(
      'template: got "source \\"amazon-ebs\\" \\"web\\": ami_name = \\"web\\"", expected a name that each build has for itself; append {{timestamp}}: ami_name = "web-{{timestamp}}"',
    );
    expect(problems[1]).to.contain(
      "expected no force_deregister, because it deletes the image that a rollback needs",
    );
    expect(problems[2]).to.contain(
      'expected a base image by id, so that one hash always means one image; write source_ami = "ami-…"',
    );
  });

  it("sees the value of a variable in a name", async () => {
    const text = template({ more: 'variable "site" {\n  default = "shop"\n}' }).replace(
      "web-{{timestamp}}",
      `${hcl("var.site")}-image`,
    );
    expect((await problemsOf(text))[0]).to.contain('ami_name = "shop-image-{{timestamp}}"');
    expect(await problemsOf(text.replace("-image", `-${hcl("var.anew_content_hash")}`))).to.deep.equal([]);
  });

  it("refuses a path that leads out of the context, with what to do", async () => {
    const provisioners = `
  provisioner "file" {
    source      = "../site.conf"
    destination = "/tmp/"
  }
  provisioner "ansible" {
    playbook_file = "\${path.root}/../playbook.yml"
  }
  provisioner "shell" {
    scripts = ["/usr/local/bin/setup.sh", "nowhere.sh", "ignored.sh", "setup.sh", "\${path.root}/setup.sh"]
  }
  provisioner "file" {
    direction   = "download"
    source      = "/var/log/setup.log"
    destination = "setup.log"
  }
  provisioner "file" {
    content     = file("~/key.pem")
    destination = "/key.pem"
  }`;
    const files = { "setup.sh": "", "ignored.sh": "", ".packerignore": "ignored.sh\n" };
    const problems = await problemsOf(template({ provisioners }), { files });
    const given = problems.map((problem) => /got "(.*?)", expected/.exec(problem)?.[1]?.replaceAll("\\", ""));
    expect(given).to.have.members([
      'provisioner "file": source = "../site.conf"',
      `provisioner "ansible": playbook_file = "${hcl("path.root")}/../playbook.yml"`,
      'provisioner "shell": scripts = "/usr/local/bin/setup.sh"',
      'provisioner "shell": scripts = "nowhere.sh"',
      'provisioner "shell": scripts = "ignored.sh"',
      'provisioner "file": content = "~/key.pem"',
    ]);
    expect(problems.find((problem) => problem.includes("site.conf"))).to.contain(
      'bring it in and write its new place here: extraFiles: { "site.conf": "../site.conf" }',
    );
  });

  it("knows the template's variables", async () => {
    const more = 'variable "size" {\n  type = string\n}\nvariable "zone" {\n  default = "a"\n}';
    const missing =
      "variables.size: got nothing, expected a value, for it has no default; give it in variables, or in secretVariables if it is secret";
    expect(await problemsOf(template({ more }))).to.deep.equal([missing]);
    expect(await problemsOf(template({ more }), { variables: { size: "big" } })).to.deep.equal([]);
    expect(await problemsOf(template({ more }), { secret: ["size"] })).to.deep.equal([]);
    expect(
      await problemsOf(template({ more }), { variables: { size: "big", zoen: "b" }, secret: ["password"] }),
    ).to.deep.equal([
      'variables: got "zoen", expected a variable of the template: anew_content_hash, size, zone',
      'secretVariables: got "password", expected a variable of the template: anew_content_hash, size, zone',
    ]);
    const files = { "x.auto.pkrvars.hcl": 'size = "big"\n' };
    expect(await problemsOf(template({ more }), { files })).to.deep.equal([]);
  });

  it("says where a template is no HCL", async () => {
    expect(await problemsOf('source "a" {\n  b = [1,\n}\n')).to.deep.equal([
      'template: got ".", expected a template that Packer reads; [web.pkr.hcl:3,1-2: Invalid expression; Expected the start of an expression, but found an invalid expression token.]',
    ]);
    const [problem] = await problemsOf("{", { template: "old.json" });
    expect(problem).to.contain("old.json: ");
  });

  it("builds one source, of a kind that it can look up", async () => {
    const more = 'source "amazon-ebs" "db" {}\nsource "null" "n" {}\n';
    const several = template({ more }).replace(
      '["source.amazon-ebs.web"]',
      '["source.amazon-ebs.web", "source.null.n"]',
    );
    expect(await problemsOf(several)).to.deep.equal([
      "only: got nothing, expected one of the template's sources: amazon-ebs.web, null.n; one MachineImage is one image: make one for each",
    ]);
    expect(await problemsOf(several, { only: "amazon-ebs.web" })).to.deep.equal([]);
    expect(await problemsOf(several, { only: "amazon-ebs.db" })).to.deep.equal([
      'only: got "amazon-ebs.db", expected a source of the template: amazon-ebs.web, null.n',
    ]);
    expect(await problemsOf(several, { only: "null.n" })).to.deep.equal([
      'template: got "source \\"null\\" \\"n\\"", expected a source of a kind whose images can be looked up: amazon-ebs',
    ]);
  });

  it("builds where the image is looked for", async () => {
    const text = template({ source: 'region = "eu-west-1"' });
    expect(await problemsOf(text, { region: "eu-west-1" })).to.deep.equal([]);
    expect(await problemsOf(text, { region: "us-east-1" })).to.deep.equal([
      'connection.region: got "us-east-1", expected eu-west-1, where source "amazon-ebs" "web" builds; or leave region out of the template: Packer gets connection.region',
    ]);
  });

  it("checks a template of the old kind, and one in JSON of the new kind, in the same way", async () => {
    const builder = { type: "amazon-ebs", ami_name: "web-{{timestamp}}", source_ami: "ami-1" };
    const tags = { "anew:contentHash": "{{user `anew_content_hash`}}" };
    const old = (more: object, provisioners: object[] = []) =>
      JSON.stringify({
        variables: { anew_content_hash: null },
        builders: [{ ...builder, ...more }],
        provisioners,
      });
    expect(await problemsOf(old({ tags }), { template: "old.json" })).to.deep.equal([]);
    const untagged = await problemsOf(old({}, [{ type: "shell", script: "{{template_dir}}/../x.sh" }]), {
      template: "old.json",
    });
    expect(untagged).to.have.length(2);
    expect(untagged[0]).to.contain("extraFiles");
    expect(untagged[1]).to.contain(
      'in builder "amazon-ebs":\n      "tags": { "anew:contentHash": "{{user `anew_content_hash`}}" },',
    );

    const json = JSON.stringify({
      variable: { anew_content_hash: { type: "string" } },
      source: {
        "amazon-ebs": { web: { ...builder, tags: { "anew:contentHash": hcl("var.anew_content_hash") } } },
      },
      build: { sources: ["source.amazon-ebs.web"] },
    });
    expect(await problemsOf(json, { template: "web.pkr.json" })).to.deep.equal([]);
    expect(
      await problemsOf(json.replace("anew:contentHash", "other"), { template: "web.pkr.json" }),
    ).to.have.length(1);
  });
});

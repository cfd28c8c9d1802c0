import { chmodSync, renameSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@anew/core";
import { expect } from "chai";
import { type MachineContentArgs, machineContentHash } from "../../src/index";
import { folderWith, removeFolders, writeFiles } from "../support/files";

const FILES = {
  "web.pkr.hcl": "# template\n",
  "prod.pkrvars.hcl": 'size = "big"\n',
  "playbook.yml": "- hosts: all\n",
  "roles/web/tasks/main.yml": "- include_tasks: more.yml\n",
  "roles/web/tasks/more.yml": "- ping:\n",
  "roles/web/templates/site.conf.j2": "{{ port }}\n",
  "group_vars/all.yml": "port: 80\n",
  "requirements.yml": "roles: []\n",
  "scripts/setup.sh": { executable: "#!/bin/sh\n" },
} as const;

describe("The content hash of a machine image", () => {
  afterEach(removeFolders);

  const hashOf = (more: Partial<MachineContentArgs> = {}, files = {}) =>
    machineContentHash({ context: folderWith({ ...FILES, ...files }), ...more });

  it("is always the same for the same content: another value would be a breaking change", () => {
    const extra = folderWith({ "role/tasks/main.yml": "- ping:\n", "key.pem": "key" });
    const args = {
      variables: { size: "big", zones: ["a", "b"] },
      varFiles: ["prod.pkrvars.hcl"],
      only: "amazon-ebs.web",
      extraFiles: { "roles/common": join(extra, "role"), "keys/one": join(extra, "key.pem") },
    };
    expect(hashOf()).to.equal("fa172b96cfdeded5ff75f612b8c8fdd0993586350c2e0a6db4d1f408934f9b45");
    expect(hashOf(args)).to.equal("3148394915fc072fbbba7bca2c94906bcdb317c56447fb5d2e3815b47d06435b");
  });

  for (const path of Object.keys(FILES)) {
    it(`covers ${path}: bytes, name and executable bit`, () => {
      const context = folderWith(FILES);
      const hash = () => machineContentHash({ context });
      const before = hash();
      chmodSync(join(context, path), path.endsWith(".sh") ? 0o644 : 0o755);
      const moded = hash();
      writeFiles(context, { [path]: "other\n" });
      const other = hash();
      renameSync(join(context, path), join(context, `${path.replace(/\.pkr\.hcl$/, "")}-2.pkr.hcl`));
      expect(new Set([before, moded, other, hash()]).size).to.equal(4);
    });
  }

  it("covers variables, files of variables in their order, the template's name and the source", () => {
    const two = { "b.pkrvars.hcl": "", "other/web.pkr.hcl": "# template\n" };
    const hashes = [
      hashOf({}, two),
      hashOf({ variables: { a: "1" } }, two),
      hashOf({ variables: { a: 1 } }, two),
      hashOf({ variables: { b: "1" } }, two),
      hashOf({ varFiles: ["prod.pkrvars.hcl"] }, two),
      hashOf({ varFiles: ["prod.pkrvars.hcl", "b.pkrvars.hcl"] }, two),
      hashOf({ varFiles: ["b.pkrvars.hcl", "prod.pkrvars.hcl"] }, two),
      hashOf({ template: "web.pkr.hcl" }, two),
      hashOf({ template: "other" }, two),
      hashOf({ only: "amazon-ebs.web" }, two),
    ];
    expect(new Set(hashes).size).to.equal(hashes.length);
    const a = { variables: { a: "1", b: { c: 1, d: 2 } } };
    const b = { variables: { b: { d: 2, c: 1 }, a: "1" } };
    expect(hashOf(a)).to.equal(hashOf(b));
  });

  it("covers extra files by place and content, not by where they come from", () => {
    const from = (files: Parameters<typeof folderWith>[0]) => folderWith(files);
    const role = () => from({ "tasks/main.yml": "- ping:\n" });
    const hash = hashOf({ extraFiles: { "roles/common": role() } });
    expect(hashOf({ extraFiles: { "roles/common": role() } })).to.equal(hash);
    expect(hashOf({ extraFiles: { "roles/other": role() } })).to.not.equal(hash);
    expect(hashOf({ extraFiles: { "roles/common": from({ "tasks/main.yml": "" }) } })).to.not.equal(hash);
    expect(hashOf()).to.not.equal(hash);
    const one = join(from({ "a.txt": "x" }), "a.txt");
    const same = join(from({ "b.txt": "x" }), "b.txt");
    const other = join(from({ "a.txt": { executable: "x" } }), "a.txt");
    const single = hashOf({ extraFiles: { "files/x": one } });
    expect(hashOf({ extraFiles: { "files/x": same } })).to.equal(single);
    expect(hashOf({ extraFiles: { "files/x": other } })).to.not.equal(single);
  });

  it("does not cover what .packerignore excludes, nor that file", () => {
    const hash = hashOf();
    expect(hashOf({}, { ".packerignore": "*.log\ncache\n", "a.log": "1", "cache/x": "1" })).to.equal(hash);
    expect(hashOf({}, { ".packerignore": "# another\n*.log\n", "a.log": "2" })).to.equal(hash);
    expect(hashOf({}, { ".packerignore": "*.log\n", "a.txt": "1" })).to.not.equal(hash);
  });
});

describe("The content of a machine image", () => {
  afterEach(removeFolders);

  function problemsOf(args: unknown, files = {}): string[] {
    try {
      machineContentHash({ context: folderWith({ ...FILES, ...files }), ...(args as object) });
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    }
  }

  it("is refused with everything that is wrong at once", () => {
    const problems = problemsOf({
      template: "nowhere.pkr.hcl",
      variables: { "a b": "1", anew_content_hash: "x", size: undefined },
      varFiles: ["nowhere.pkrvars.hcl", "../up.pkrvars.hcl"],
      extraFiles: { "../up": ".", "playbook.yml": ".", "roles/x": "./nowhere" },
      only: 7,
    });
    expect(problems.map((line) => line.slice(0, line.indexOf(":")))).to.deep.equal([
      "variables",
      "variables",
      "variables.size",
      "only",
      'extraFiles["../up"]',
      'extraFiles["playbook.yml"]',
      'extraFiles["roles/x"]',
      "template",
      "varFiles[0]",
      "varFiles[1]",
    ]);
    expect(problems[1]).to.equal(
      'variables: got "anew_content_hash", expected no anew_content_hash; it is given by MachineImage itself: leave it out',
    );
  });

  it("says how the template's path is written when it starts at the program's folder", () => {
    const context = folderWith(FILES);
    const [problem] = problemsOf({ context, template: `${context.slice(1)}/web.pkr.hcl` });
    expect(problem).to.contain("expected a .pkr.hcl file");
    const cwd = process.cwd();
    process.chdir(join(context, ".."));
    try {
      const name = context.split("/").at(-1);
      const [relative] = problemsOf({ context: `./${name}`, template: `./${name}/web.pkr.hcl` });
      expect(relative).to.contain('write "web.pkr.hcl": the path starts at the context, where Packer runs');
    } finally {
      process.chdir(cwd);
    }
  });

  it("needs a template", () => {
    expect(problemsOf({ template: "roles" })[0]).to.match(/template: got "roles", .*\/roles is none$/);
    expect(problemsOf({ context: folderWith({ "a.txt": "" }) })[0]).to.contain("has no .pkr.hcl file");
    expect(problemsOf({ template: "web.pkr.hcl" }, { ".packerignore": "*.hcl\n" })[0]).to.contain(
      ".packerignore excludes it",
    );
    expect(problemsOf({ template: "old.json" }, { "old.json": "{}" })).to.deep.equal([]);
  });

  it("has no links that lead out of it, in the context and in extra files", () => {
    const role = folderWith({ "tasks/main.yml": { link: "../../elsewhere.yml" } });
    const links = {
      "inside/a": { link: "../playbook.yml" },
      "inside/b": { link: "../../up.yml" },
      "inside/c": { link: "/etc/passwd" },
    };
    const problems = problemsOf({ extraFiles: { "roles/common": role } }, links);
    expect(problems).to.have.length(3);
    expect(problems[0]).to.match(
      /^context: got "inside\/b -> \.\.\/\.\.\/up\.yml", expected symbolic links that stay in .*; put what it leads to in its place with extraFiles, or exclude the link in \.packerignore$/,
    );
    expect(problems[1]).to.contain('"inside/c -> /etc/passwd"');
    expect(problems[2]).to.contain('extraFiles["roles/common"]: got "tasks/main.yml -> ../../elsewhere.yml"');
  });

  it("takes no extra file into another's folder", () => {
    const extraFiles = { "roles/common": folderWith({ a: "" }), "roles/common/x": folderWith({ a: "" }) };
    expect(problemsOf({ extraFiles })).to.deep.equal([
      'extraFiles["roles/common/x"]: got "roles/common/x", expected a place outside of "roles/common", which is one of its own',
    ]);
  });
});

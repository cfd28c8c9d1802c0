/** For programs whose resources are to be registered in a fixed order without depending on each other. */
export const made = `
  const made = (resource) => new Promise((resolve) => resource.urn.apply(() => resolve(resource)));`;

/** For programs that note what they see beside what the provider does. */
export const note = `
  const note = (...words) => require("node:fs").appendFileSync(__dirname + "/effects.log", words.join(" ") + "\\n");`;

/** A component with one child; what it puts out is the child's output. */
export const group = `
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      this.child = new Logged(name + "-child", { value: args.value }, { parent: this });
      this.out = this.child.out;
      this.registerOutputs({ out: this.child.out });
    }
  }`;

/** Waits until a hook has noted this, so that what follows is registered after it. */
export const noted = `
  const noted = async (text) => {
    const { readFileSync } = require("node:fs");
    while (!readFileSync(__dirname + "/effects.log", "utf8").includes(text)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };`;

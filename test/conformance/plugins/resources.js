// The test plugins' resources, as programs use them.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");

/** What the raw plugin does from here on. */
function behave(behaviour) {
  writeFileSync(join(__dirname, "behaviour.json"), JSON.stringify(behaviour));
}

/** A resource of the raw plugin, with the outputs `out` and whatever its inputs are. */
class Raw extends pulumi.CustomResource {
  constructor(name, inputs = {}, options = {}) {
    super("raw:index:Thing", name, { out: undefined, ...inputs }, options);
  }
}

class RawProvider extends pulumi.ProviderResource {
  constructor(name, inputs = {}, options = {}) {
    super("raw", name, inputs, options);
  }
}

/** A resource of the plugin that is written with the SDK. */
class Kit extends pulumi.CustomResource {
  constructor(name, inputs = {}, options = {}) {
    super("kit:index:Item", name, { out: undefined, ...inputs }, options);
  }
}

class KitProvider extends pulumi.ProviderResource {
  constructor(name, inputs = {}, options = {}) {
    super("kit", name, inputs, options);
  }
}

/** A component that the plugin constructs: `size` items, each with `value`. */
class KitGroup extends pulumi.ComponentResource {
  constructor(name, inputs = {}, options = {}) {
    super("kit:index:Group", name, { outs: undefined, first: undefined, ...inputs }, options, true);
  }

  greet(args) {
    return pulumi.runtime.call("kit:index:Group/greet", { __self__: this, ...args }, this);
  }
}

module.exports = { behave, Raw, RawProvider, Kit, KitProvider, KitGroup };

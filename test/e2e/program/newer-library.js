// Makes of this @anew/docker a newer one: it renders one more field into every container.
const { dirname, join } = require("node:path");

const rendering = require(join(dirname(require.resolve("@anew/docker")), "container-args.js"));
const { containerArgs } = rendering;
rendering.containerArgs = (request) => ({ ...containerArgs(request), init: true });

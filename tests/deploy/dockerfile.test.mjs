// deploy/Dockerfile by the linter of npm's dockerfile-utils, and what an operator may rely on in the image.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromNpm, read } from "./repository.mjs";

const text = read("deploy/Dockerfile");
const { DockerfileParser } = fromNpm("dockerfile-ast");
const { validate } = fromNpm("dockerfile-utils");
const file = DockerfileParser.parse(text);
const instructions = file.getInstructions();
const all = (keyword) => instructions.filter((each) => each.getKeyword() === keyword);
const only = (keyword) => {
  assert.equal(all(keyword).length, 1, `one ${keyword}`);
  return all(keyword)[0].getArgumentsContent();
};

test("the linter has nothing to say about the Dockerfile", () => {
  const said = validate(text).map(({ range, message }) => `${range.start.line + 1}: ${message}`);
  assert.deepEqual(said, []);
});

test("both stages begin with a Debian 12 that can be given by digest", () => {
  const defaults = Object.fromEntries(
    file.getInitialARGs().map((arg) => arg.getArgumentsContent().split("=")),
  );
  assert.deepEqual(defaults, { BUILD_BASE: "debian:12", RUN_BASE: "debian:12-slim" });
  assert.deepEqual(
    file.getFROMs().map((from) => from.getImage()),
    ["${BUILD_BASE}", "${RUN_BASE}"],
  );
});

test("the process is a user with a number, which is not root", () => {
  assert.match(only("USER"), /^[1-9]\d*:[1-9]\d*$/);
  const last = instructions.filter((each) => ["RUN", "COPY", "USER"].includes(each.getKeyword())).at(-1);
  assert.equal(last.getKeyword(), "USER");
});

test("nothing comes from an address, and no secret is an argument or a variable", () => {
  assert.deepEqual(all("ADD"), []);
  assert.deepEqual(all("ENV"), []);
  for (const run of all("RUN")) assert.doesNotMatch(run.getArgumentsContent(), /\b(curl|wget)\b|https?:/);
  for (const arg of all("ARG")) assert.doesNotMatch(arg.getArgumentsContent(), /secret|token|password|key/i);
});

test("the image has the program and the libraries, and no shell stands between it and its signals", () => {
  const stage = text.slice(text.indexOf("FROM ${RUN_BASE}"));
  assert.deepEqual(stage.match(/^COPY .*/gm), ["COPY --from=build /image/ /"]);
  assert.match(stage, /--no-install-recommends[^]*rm -rf \/var\/lib\/apt\/lists\/\*/);
  for (const keyword of ["ENTRYPOINT", "CMD"]) assert.ok(Array.isArray(JSON.parse(only(keyword))), keyword);
  assert.equal(only("STOPSIGNAL"), "SIGTERM");
});

test("the health check runs what the image brings itself", () => {
  const program = JSON.parse(only("HEALTHCHECK").split("CMD ")[1])[0];
  assert.ok(text.includes(`deploy/healthcheck /image${program}`), program);
});

test("the state is on a volume that belongs to the process's user alone", () => {
  const [user, group] = only("USER").split(":");
  assert.deepEqual(JSON.parse(only("VOLUME")), ["/var/lib/usher"]);
  assert.ok(text.includes(`install -d -m 0700 -o ${user} -g ${group} /image/var/lib/usher`));
});

test("the image says what it is, in the version that is built", () => {
  const label = only("LABEL");
  for (const name of ["title", "description", "version", "revision", "base.name"])
    assert.ok(label.includes(`org.opencontainers.image.${name}=`), name);
  const version = read("CMakeLists.txt").match(/project\(usher VERSION ([\d.]+)/)[1];
  assert.ok(text.includes(`ARG VERSION=${version}\n`), `VERSION is ${version}`);
});

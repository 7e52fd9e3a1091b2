// deploy/kubernetes by the Kubernetes API's own types (npm's kubernetes-types, through the TypeScript
// compiler, so that an unknown member is a mistake too), and what an operator may rely on in it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { documents, fromNpm, root } from "./repository.mjs";

const files = readdirSync(resolve(root, "deploy/kubernetes")).filter((name) => name.endsWith(".yaml"));
const manifests = files.flatMap((name) => documents(`deploy/kubernetes/${name}`, "1.1"));
const the = (kind) => manifests.find((each) => each.kind === kind);
const pod = the("StatefulSet").spec.template.spec;
const usher = pod.initContainers.find(({ name }) => name === "usher");
const portal = pod.containers.find(({ name }) => name === "portal");
const volume = (name) => pod.volumes.find((each) => each.name === name);

// The types' own files are parsed once.
const parsed = new Map();
// A literal of the kind's own type for each manifest, as a program that the compiler has to accept.
function complaints(manifest) {
  const ts = fromNpm("typescript");
  const types = fromNpm.resolve("kubernetes-types/package.json").replace("/package.json", "");
  const [group, version] = manifest.apiVersion.includes("/")
    ? manifest.apiVersion.split("/")
    : ["core", manifest.apiVersion];
  const source =
    `import type { ${manifest.kind} } from "${types}/${group.split(".")[0]}/${version}";\n` +
    `export const manifest: ${manifest.kind} = ${JSON.stringify(manifest, null, 1)};\n`;
  const options = {
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
    module: ts.ModuleKind.CommonJS,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...more) => {
    if (name === "manifest.ts") return ts.createSourceFile(name, source, ts.ScriptTarget.ES2020);
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, ...more));
    return parsed.get(name);
  };
  host.fileExists = (name) => name === "manifest.ts" || fileExists.call(host, name);
  return ts.getPreEmitDiagnostics(ts.createProgram(["manifest.ts"], options, host)).map((each) => {
    const message = ts.flattenDiagnosticMessageText(each.messageText, " ");
    if (!each.file) return message;
    const line = each.file.text.slice(0, each.start).split("\n").length - 1;
    return `${each.file.text.split("\n")[line].trim()} ${message}`;
  });
}

test("every manifest is as the Kubernetes API wants it", () => {
  assert.ok(manifests.length >= 4);
  for (const manifest of manifests) assert.deepEqual(complaints(manifest), [], manifest.kind);
});

test("an unknown member, a wrong type and a missing member would be seen", () => {
  const service = the("Service");
  assert.notDeepEqual(complaints({ ...service, spec: { ...service.spec, selektor: {} } }), []);
  assert.notDeepEqual(complaints({ ...service, spec: { ...service.spec, ports: [{ port: "eighty" }] } }), []);
  assert.notDeepEqual(complaints({ ...service, spec: { ...service.spec, ports: [{}] } }), []);
});

test("usher is a sidecar that starts first and ends last, with the time to finish what runs", () => {
  assert.equal(usher.restartPolicy, "Always");
  assert.ok(!("lifecycle" in usher));
  assert.ok(pod.terminationGracePeriodSeconds > 25 + 30, "25 s are usher's, the rest the portal's");
});

test("each probe asks its own question, of the admin listener", () => {
  const port = usher.ports.find(({ name }) => name === "usher-admin").containerPort;
  const admin = fromNpm("yaml").parse(the("ConfigMap").data["usher.yaml"]).admin.address;
  assert.equal(admin, `0.0.0.0:${port}`);
  for (const [probe, path] of [
    ["startupProbe", "/startupz"],
    ["readinessProbe", "/readyz"],
    ["livenessProbe", "/livez"],
  ])
    assert.deepEqual(usher[probe].httpGet, { path, port: "usher-admin" });
});

test("both containers run without root, without a privilege, and with a read-only root", () => {
  const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext;
  assert.ok(runAsNonRoot && runAsUser > 0);
  assert.deepEqual(seccompProfile, { type: "RuntimeDefault" });
  assert.equal(pod.automountServiceAccountToken, false);
  for (const key of ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"])
    assert.ok(!(key in pod), key);
  for (const { securityContext, resources } of [usher, portal]) {
    assert.deepEqual(securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.ok(resources.requests.memory && resources.limits.memory);
  }
});

test("usher's secrets are files of its group alone, which the portal does not have", () => {
  assert.equal(volume("usher-secrets").secret.defaultMode, 0o440);
  assert.ok(pod.securityContext.fsGroup > 0);
  assert.equal(pod.securityContext.fsGroupChangePolicy, "OnRootMismatch");
  assert.ok(!("env" in usher) && !("envFrom" in usher));
  assert.ok(!(portal.volumeMounts ?? []).some(({ name }) => name.startsWith("usher-")));
  assert.ok(
    !manifests.some(({ kind }) => kind === "Secret"),
    "applied again, a Secret of ours would replace the real one",
  );
});

test("the state outlives the pod, and one process has it", () => {
  const [claim] = the("StatefulSet").spec.volumeClaimTemplates;
  assert.deepEqual(claim.spec.accessModes, ["ReadWriteOncePod"]);
  assert.ok(
    usher.volumeMounts.some(
      ({ name, mountPath }) => name === claim.metadata.name && mountPath === "/var/lib/usher",
    ),
  );
});

test("the network policy lets in callers of the portal and Prometheus, and out names and HTTPS", () => {
  const policy = the("NetworkPolicy").spec;
  assert.deepEqual(policy.policyTypes.sort(), ["Egress", "Ingress"]);
  assert.deepEqual(
    policy.ingress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    ["portal", 9080],
  );
  assert.deepEqual(
    policy.egress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    [53, 53, 443],
  );
  assert.deepEqual(policy.podSelector.matchLabels, the("StatefulSet").spec.selector.matchLabels);
  for (const rule of [...policy.egress, policy.ingress[1]]) assert.ok((rule.to ?? rule.from).length > 0);
});

test("what one manifest names is in another", () => {
  const set = the("StatefulSet");
  assert.equal(set.spec.serviceName, the("Service").metadata.name);
  assert.deepEqual(the("Service").spec.selector, set.spec.template.metadata.labels);
  assert.equal(volume("usher-configuration").configMap.name, the("ConfigMap").metadata.name);
  const claims = set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
  for (const { name } of usher.volumeMounts) assert.ok(volume(name) || claims.includes(name), name);
});

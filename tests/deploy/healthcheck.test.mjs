// deploy/healthcheck, which the image runs: what it says of an admin listener that is ready, is not, hangs,
// or is not there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../deploy/healthcheck", import.meta.url));
const run = (port) =>
  new Promise((resolve) =>
    execFile(program, [String(port)], (error, stdout) => resolve({ code: error?.code ?? 0, stdout })),
  );

// What it says of a listener that answers with these bytes.
async function answered(bytes) {
  const asked = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      asked.push(data.toString());
      if (bytes) socket.end(bytes);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const result = await run(server.address().port);
  server.close();
  return { ...result, asked: asked.join("") };
}

test("healthy is who is ready", async () => {
  const { code, stdout, asked } = await answered("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "HTTP/1.1 200 OK\n" });
  assert.match(asked, /^GET \/readyz HTTP\/1\.1\r\nHost: localhost\r\n/);
});

test("unhealthy is who drains", async () => {
  const { code, stdout } = await answered("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "HTTP/1.1 503 Service Unavailable\n" });
});

test("unhealthy is who takes the question and does not answer", async () => {
  const { code, stdout } = await answered("");
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "usher does not answer\n" });
});

test("unhealthy is who is not there", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  assert.deepEqual(await run(port), { code: 1, stdout: `usher does not listen on port ${port}\n` });
});

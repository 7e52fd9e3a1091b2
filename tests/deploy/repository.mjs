// Where the tests of this folder find the repository's files and npm's packages (the fixture `npm` makes build/npm).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const fromNpm = createRequire(resolve(root, "build/npm/node_modules/none.js"));
export const read = (path) => readFileSync(resolve(root, path), "utf8");

// Every document of a YAML file. Kubernetes reads YAML 1.1, where 0440 is octal; everybody else here 1.2.
export function documents(path, version = "1.2") {
  return fromNpm("yaml")
    .parseAllDocuments(read(path), { version })
    .map((document) => {
      if (document.errors.length) throw document.errors[0];
      return document.toJSON();
    });
}

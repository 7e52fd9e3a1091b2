// Asks scim2-parse-filter of npm and our filter the same expressions: both must take the same ones, and where
// both do they must match the same users. Where they differ by design, the difference stands below with its
// reason, and nothing else passes.
//   compare.mjs --answers PROGRAM [--modules DIR]
// PROGRAM is filter_answers, DIR by default build/npm/node_modules.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cases, users } from "./cases.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    answers: { type: "string" },
    modules: { type: "string", default: resolve(here, "../../../build/npm/node_modules") },
  },
});
const peer = createRequire(import.meta.url)(resolve(options.modules, "scim2-parse-filter"));

// What the peer takes and we refuse, by the reason that we give.
const refusedByDesign = {
  unknown_attribute: "the peer knows no schema",
  type: "the peer compares numbers and booleans; no attribute of ours is one",
  operator: "the peer takes null with every operator, and every operator on complex attributes",
  date: "the peer knows no dates",
  not_supported: "value paths and URNs are not in our grammar",
  missing_space: "the peer does not ask for the spaces of the RFC's grammar",
};

const withoutStrings = (text) => text.replace(/"(?:[^"\\]|\\.)*"/g, '""');

function isRefusedByDesign(text, reason) {
  if (reason in refusedByDesign) return true;
  const bare = withoutStrings(text);
  // The RFC has `not` in front of parentheses only; the peer takes it before any expression and between two.
  if (/\bnot\b(?!\s*\()/i.test(bare) || /(pr|null|"|\))\s*not\b/i.test(bare)) return true;
  // The peer takes any white space; the RFC has the space.
  if (/[^\S ]/.test(bare)) return true;
  // The peer reads a backslash that is not before a quotation mark as itself; it is an escape of JSON.
  return hasEscape(text);
}

function hasEscape(text) {
  return /\\(?!")/.test(text);
}

// Case folding, as far as the cases need it; the peer compares exactly.
const folded = (text) => text.normalize("NFKC").toLowerCase();
const exact = new Set(["id", "immutableid", "sources.id"]);
const fold = (attribute, text) => (exact.has(attribute) ? text : folded(text));
const isDate = (attribute) => /time$/.test(attribute);
const isMultiValued = (attribute) => /^(groups|sources)/.test(attribute);
const looksInside = (op) => ["co", "sw", "ew"].includes(op);

// The terms of the peer's tree, their values folded in place.
function termsOf(tree) {
  if (tree.filters) return tree.filters.flatMap(termsOf);
  if (tree.filter) return termsOf(tree.filter);
  const attribute = tree.attrPath.toLowerCase();
  const term = { attribute, op: tree.op, value: tree.compValue };
  if (typeof tree.compValue === "string") tree.compValue = fold(attribute, tree.compValue);
  return [term];
}

// Why the meaning of an expression that both take is not compared; undefined where it is.
function incomparable(text, terms) {
  if (hasEscape(text)) return "a backslash: see above";
  for (const { attribute, op, value } of terms) {
    if (isMultiValued(attribute) && (op === "ne" || value === null))
      return "of several values the peer's ne wants one that differs; ours is the negation of eq";
    if (isDate(attribute) && typeof value === "string" && !looksInside(op) &&
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ$/i.test(value))
      return "the peer compares dates as text; that is the same only where all are written alike";
  }
  return undefined;
}

// What is not there. To the peer a null is present and orders like zero, and a member that is missing fails
// every comparison, `ne` and `eq null` too. So each attribute is left out or null as its terms need it; undefined
// where they need both and this user has no value.
function userFor(user, terms) {
  const copy = { id: user.id };
  const sees = (names, value, put) => {
    if (value !== null) return put();
    const own = terms.filter(({ attribute }) => names.includes(attribute));
    const wantsNull = own.some((term) => term.op === "ne" || term.value === null);
    const wantsNothing = own.some(({ op }) => ["pr", "gt", "ge", "lt", "le"].includes(op));
    if (wantsNull && wantsNothing) return false;
    if (wantsNull) put();
    return true;
  };
  for (const [name, value] of Object.entries(user)) {
    if (name === "id" || (typeof value === "object" && value !== null)) continue;
    const attribute = name.toLowerCase();
    if (name === "role") {
      if (!sees(["role", "role.name"], null, () => (copy.role = { name: null }))) return undefined;
    } else if (!sees([attribute], value, () => (copy[name] = value === null ? null : fold(attribute, value)))) {
      return undefined;
    }
  }
  if (user.role) copy.role = { name: folded(user.role.name) };
  const present = (member, path) => {
    const all = Object.entries(member).filter(([, value]) => value !== null);
    return Object.fromEntries(all.map(([name, value]) => [name, fold(`${path}.${name.toLowerCase()}`, value)]));
  };
  if (user.groups.length > 0) copy.groups = user.groups.map((group) => present(group, "groups"));
  copy.sources = user.sources.map((source) => present(source, "sources"));
  return copy;
}

function askedOurs(filters) {
  const run = spawnSync(options.answers, { input: JSON.stringify({ users, filters }), maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${options.answers}: ${run.error ?? run.stderr}`);
  return run.stdout.toString().trim().split("\n").map((line) => JSON.parse(line));
}

function askedPeer(text) {
  try {
    return peer.parse(text);
  } catch {
    return undefined;
  }
}

const all = cases(6000);
const answers = askedOurs(all.map(({ text }) => text));
const counts = { bothTake: 0, bothRefuse: 0, compared: 0, comparedMutated: 0, matched: 0 };
const differences = {};
const failures = [];
const note = (why) => (differences[why] = (differences[why] ?? 0) + 1);

all.forEach(({ text, isValid }, place) => {
  const ours = answers[place];
  const tree = askedPeer(text);
  if (isValid && (!ours.matches || !tree)) return failures.push(`a valid filter is refused: ${text}`);
  if (!ours.matches && !tree) return ++counts.bothRefuse;
  if (!ours.matches) {
    if (!isRefusedByDesign(text, ours.reason))
      failures.push(`we refuse (${ours.reason} at ${ours.offset}): ${text}`);
    return note(refusedByDesign[ours.reason] ?? "not, white space or a backslash: see isRefusedByDesign");
  }
  if (!tree) {
    if (!hasEscape(text)) failures.push(`the peer refuses: ${text}`);
    return note("a backslash: see above");
  }
  ++counts.bothTake;
  const terms = termsOf(tree);
  const why = incomparable(text, terms);
  if (why) return note(why);
  const matches = peer.filter(tree);
  users.forEach((user, which) => {
    const seen = userFor(user, terms);
    if (!seen) return note("null and missing at once: see userFor");
    const expected = matches(seen);
    ++counts.compared;
    if (!isValid) ++counts.comparedMutated;
    if (expected) ++counts.matched;
    if (ours.matches[which] !== expected) failures.push(`${user.id}: we say ${ours.matches[which]}: ${text}`);
  });
});

console.log({ ...counts, differences });
for (const failure of failures.slice(0, 20)) console.log(failure);
// A comparison that hardly compares anything would prove nothing.
const isEnough = counts.bothRefuse > 1000 && counts.compared > 5000 && counts.comparedMutated > 500 &&
  counts.matched > counts.compared / 5 && counts.matched < counts.compared * 4 / 5;
if (!isEnough) console.log("too few cases were compared");
process.exit(failures.length === 0 && isEnough ? 0 : 1);

// The expressions that compare.mjs asks both implementations, valid ones and the same with a character or a
// token changed, and the users that they are asked about. A fixed seed: every run asks the same.

const texts = ["userPrincipalName", "email", "firstName", "lastName", "displayName", "state", "usageLocation",
  "phoneNumber", "immutableId", "userDomainType", "role.name", "groups.id", "groups.name", "sources.provider",
  "sources.id", "sources.customerId", "id"];
const dates = ["lastDirectorySyncTime", "softDeletionTime"];
const complex = ["role", "groups", "sources"];
const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
const values = ["", "a", "A", "an", "Ann", "ann lee", "É", "é", "Ａ", "ﬁ", "fi", "x.org", "@", "active", "Deleted",
  "managed", "DE", "sales", "Sup", "one", "ONE:u", "one:u2", "u1", "g-1", "7", "5", "admin", 'a "b', "(", ") or (",
  "not", " and ", "not (email pr)", "c-1", "im="];
const instants = ["2024-01-01T00:00:00Z", "2024-06-01T12:00:00Z", "1999-12-31T23:59:59Z", "2024-06-01t12:00:00z",
  "2024-06-01T14:00:00+02:00"];
const pieces = ["(", ")", "[", "]", '"', "\\", " ", "  ", ".", ":", ",", "e", "é", "5", "-", "null", "true", "12",
  "not", "and", "or", "pr", "eq", "not (", " or ", "email pr", '"a"', "\t", "urn:x:email", "email", "nope"];

// mulberry32
function dice(seed) {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

class Author {
  constructor(seed) {
    this.roll = dice(seed);
  }
  one(list) {
    return list[this.roll(list.length)];
  }
  spaces(least) {
    return " ".repeat(least + (this.roll(6) === 0 ? this.roll(3) : 0));
  }
  spelled(word) {
    if (this.roll(4) > 0) return word;
    return [...word].map((c) => (this.roll(2) ? c.toUpperCase() : c.toLowerCase())).join("");
  }
  comparison(name, list) {
    const op = this.one(operators);
    const takesNull = op === "eq" || op === "ne";
    const value = takesNull && this.roll(5) === 0 ? "null" : JSON.stringify(this.one(list));
    return this.spelled(name) + this.spaces(1) + this.spelled(op) + this.spaces(1) + value;
  }
  term() {
    const kind = this.roll(8);
    const any = [...texts, ...dates, ...complex];
    if (kind === 0) return this.spelled(this.one(any)) + this.spaces(1) + this.spelled("pr");
    return kind === 1 ? this.comparison(this.one(dates), instants) : this.comparison(this.one(texts), values);
  }
  expression(levels) {
    const kind = levels === 0 ? 0 : this.roll(5);
    const inner = () => this.spaces(0) + this.expression(levels - 1) + this.spaces(0);
    if (kind === 0) return this.term();
    if (kind === 1) return this.spelled("not") + this.spaces(0) + "(" + inner() + ")";
    if (kind === 2) return "(" + inner() + ")";
    const word = () => this.spaces(1) + this.spelled(this.one(["and", "or"])) + this.spaces(1);
    let text = this.expression(levels - 1);
    for (let more = 1 + this.roll(3); more > 0; --more) text += word() + this.expression(levels - 1);
    return text;
  }
  mutated(text) {
    const at = this.roll(text.length + 1);
    const to = at + 1 + this.roll(4);
    switch (this.roll(4)) {
      case 0:
        return text.slice(0, at) + text.slice(to);
      case 1:
        return text.slice(0, at) + this.one(pieces) + text.slice(at);
      case 2:
        return text.slice(0, at) + this.one(pieces) + text.slice(to);
      default: {
        const tokens = text.split(/( +)/);
        tokens.splice(this.roll(tokens.length), 1 + this.roll(2));
        return tokens.join("");
      }
    }
  }
}

// [{text, isValid}]
export function cases(count) {
  const author = new Author(7644);
  const all = [];
  while (all.length < count) {
    const text = author.expression(2);
    // The tables of the unit tests have the limits.
    if (text.length > 2000) continue;
    all.push({ text, isValid: true }, { text: author.mutated(text), isValid: false });
  }
  return all;
}

// In the published form, of one source each.
export const users = [
  user("u1", {
    userPrincipalName: "Ann@x.org", firstName: "Ann", lastName: "Lee", displayName: 'Ann "b" Lee', state: "active",
    usageLocation: "DE", phoneNumber: "7", immutableId: "Im=", userDomainType: "managed",
    lastDirectorySyncTime: "2024-01-01T00:00:00Z",
  }, null, [["g-1", "Sales"], ["G-2", "Support"]]),
  user("u2", {
    email: "É@X.org", firstName: "É", displayName: "(", state: "deleted", userDomainType: "federated",
    softDeletionTime: "2024-06-01T12:00:00Z",
  }, "Admin", [["g-3", null]]),
  user("u3", {
    email: "a", firstName: "Ａ", lastName: "ﬁx", displayName: "not", state: "active", phoneNumber: "5",
  }, "a", []),
  user("U1", {}, null, []),
  user("full", {
    userPrincipalName: "an", email: "an@x.org", firstName: "an", lastName: "ann", displayName: "ann lee",
    state: "deleted", usageLocation: "at", phoneNumber: "55", immutableId: "im=", userDomainType: "none",
    lastDirectorySyncTime: "2024-06-01T12:00:00Z", softDeletionTime: "2024-06-01T12:00:01Z",
  }, "user", [["7", "a"]]),
];

function user(id, given, role, groups) {
  const all = { id: `one:${id}` };
  for (const name of [...texts, ...dates]) {
    if (name !== "id" && !name.includes(".")) all[name] = given[name] ?? null;
  }
  all.role = role === null ? null : { name: role };
  all.groups = groups.map(([group, name]) => ({ id: group, name }));
  all.sources = [{ provider: "one", customerId: "C-1", id }];
  return all;
}

// Runs the assertions of web-platform-tests over cues another parser read: node wpt.cjs FILE.json (name -> {script, cues}).
const fs = require("fs");
const vm = require("vm");

function fail(message) {
  throw new Error(message);
}

const failures = {};
for (const [name, { script, cues, regions }] of Object.entries(JSON.parse(fs.readFileSync(process.argv[2], "utf8")))) {
  for (const cue of cues) cue.region = cue.region === null ? null : regions[cue.region];
  const world = {
    cues,
    assert_equals: (a, b, what) => Object.is(a, b) || fail(`${what || ""}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`),
    assert_not_equals: (a, b, what) => a !== b || fail(`${what || ""}: both are ${JSON.stringify(a)}`),
    assert_true: (a, what) => a === true || fail(`${what || ""}: not true`),
    assert_false: (a, what) => a === false || fail(`${what || ""}: not false`),
  };
  try {
    vm.runInNewContext(script, world);
  } catch (error) {
    failures[name] = String(error);
  }
}
console.log(JSON.stringify(failures));

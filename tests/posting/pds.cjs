// A real Bluesky server (PDS) with a directory of identities (PLC) in memory, both on 127.0.0.1 only.
// usage: node pds.cjs FOLDER, with NODE_PATH at their node_modules. Prints {"url": …} once it listens; stops at end of input.
const crypto = require("node:crypto");
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");

// Both servers call listen(port) without a host, which opens them to the network.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...given) {
  if (typeof given[0] !== "number" && typeof given[0] !== "string") return listen.apply(this, given);
  const done = given.find((one) => typeof one === "function");
  return listen.call(this, { port: Number(given[0]), host: "127.0.0.1" }, done);
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on("error", reject);
    probe.listen(0, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function startPlc() {
  const { PlcServer, Database } = require("@did-plc/server");
  const port = await freePort();
  const plc = PlcServer.create({ db: Database.mock(), port });
  await plc.start();
  return { plc, url: `http://127.0.0.1:${port}` };
}

async function startPds(folder, directory) {
  const blobs = path.join(folder, "blobs");
  fs.mkdirSync(blobs, { recursive: true });
  const port = await freePort();
  Object.assign(process.env, {
    LOG_ENABLED: "false",
    PDS_ADMIN_PASSWORD: crypto.randomBytes(16).toString("hex"),
    PDS_BLOBSTORE_DISK_LOCATION: blobs,
    PDS_CRAWLERS: "",
    PDS_DATA_DIRECTORY: folder,
    PDS_DEV_MODE: "true",
    PDS_DID_PLC_URL: directory,
    PDS_DISABLE_SSRF_PROTECTION: "true",
    PDS_HOSTNAME: "localhost",
    PDS_INVITE_REQUIRED: "false",
    PDS_JWT_SECRET: crypto.randomBytes(16).toString("hex"),
    PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: crypto.randomBytes(32).toString("hex"),
    PDS_PORT: String(port),
    PDS_RATE_LIMITS_ENABLED: "false",
    PDS_SERVICE_HANDLE_DOMAINS: ".test",
  });
  const { PDS, envToCfg, envToSecrets, readEnv } = require("@atproto/pds");
  const settings = readEnv();
  const pds = await PDS.create(envToCfg(settings), envToSecrets(settings));
  await pds.start();
  return { pds, url: `http://127.0.0.1:${port}` };
}

async function main(folder) {
  const { plc, url: directory } = await startPlc();
  const { pds, url } = await startPds(folder, directory);
  process.stdin.resume().on("end", async () => {
    await Promise.allSettled([pds.destroy(), plc.destroy()]);
    process.exit(0);
  });
  console.log(JSON.stringify({ url, plc: directory }));
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});

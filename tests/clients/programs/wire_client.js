// Shakes hands as often as each line of its input says, and prints a line for each: thumbprint and resumed, or why not.
"use strict";
const crypto = require("crypto");
const readline = require("readline");
const tls = require("tls");

const [port, host] = [Number(process.argv[2]), process.argv[3]];
// A resumed connection has no certificate: it is that of the handshake in which its session began.
const sessions = { "TLSv1.2": null, "TLSv1.3": null };

function meet(version) {
  return new Promise((resolve) => {
    const known = sessions[version];
    let shown = "";
    const options = { host: "127.0.0.1", port, servername: host, rejectUnauthorized: false };
    Object.assign(options, { minVersion: version, maxVersion: version, session: known ? known.ticket : undefined });
    const socket = tls.connect(options, () => {
      const resumed = socket.isSessionReused();
      const raw = resumed ? null : socket.getPeerCertificate().raw;
      const print = resumed ? known.print : crypto.createHash("sha1").update(raw).digest("hex").toUpperCase();
      shown = `${print} ${resumed ? "resumed" : "new"}`;
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    });
    socket.on("session", (ticket) => {
      // It may come before the connection is told to be secure.
      setImmediate(() => { if (shown) sessions[version] = { ticket, print: shown.split(" ")[0] }; });
    });
    socket.setTimeout(20000, () => socket.destroy(new Error("no answer in time")));
    socket.on("error", (error) => resolve(`failed ${String(error).replace(/\n/g, " ")}`));
    socket.on("data", () => {});
    socket.on("end", () => socket.end());
    socket.on("close", () => resolve(shown || "failed closed before the handshake ended"));
  });
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    for (let number = 0; number < Number(line); number++) {
      console.log(await meet(number % 2 === 0 ? "TLSv1.2" : "TLSv1.3"));
    }
  }
}

main();

// SPDX-License-Identifier: EUPL-1.2
//
// Checks proofs of a published log with npm's @sigstore/verify and Node's own Ed25519, which are
// not ours, and that each is refused with a byte flipped.
//
// usage: node check.mjs URL VKEY [SOURCE ID]…
import { createHash, createPublicKey, verify } from "node:crypto";
import { createRequire } from "node:module";

const { verifyMerkleInclusion } = createRequire(import.meta.url)(
  "@sigstore/verify/dist/tlog/merkle.js");

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

function fromBase64(text) {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new Error("not base64");
  return bytes;
}

function keyOf(vkey) {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey);
  const bytes = fromBase64(key);
  const digest = createHash("sha256").update(name + "\n").update(bytes).digest();
  if (digest.subarray(0, 4).toString("hex") !== id) throw new Error("not the id of the key");
  const der = Buffer.concat([spkiPrefix, bytes.subarray(1)]);
  return { name, id, public: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

// The checkpoint of a note that `key` alone signed.
function openCheckpoint(note, key) {
  const [, text, name, signature] = /^([^]*\n)\n\u2014 (\S+) (\S+)\n$/.exec(note) ?? [];
  if (name !== key.name) throw new Error("not signed by the key");
  const bytes = fromBase64(signature);
  if (bytes.subarray(0, 4).toString("hex") !== key.id) throw new Error("another key");
  if (!verify(null, Buffer.from(text), key.public, bytes.subarray(4)))
    throw new Error("the signature is wrong");
  const [origin, size, root, end] = text.split("\n");
  if (origin !== key.name || end !== "") throw new Error("not a checkpoint");
  return { logSize: BigInt(size), logHash: fromBase64(root) };
}

function checkProof(bytes, key, entryAt) {
  const text = bytes.toString();
  if (!Buffer.from(text).equals(bytes)) throw new Error("not UTF-8");
  const end = text.indexOf("\n\n");
  const [header, index, ...hashes] = text.slice(0, end).split("\n");
  const [, number] = /^index (0|[1-9]\d*)$/.exec(index ?? "") ?? [];
  if (header !== "c2sp.org/tlog-proof@v1" || number === undefined)
    throw new Error("not a tlog-proof");
  const checkpoint = openCheckpoint(text.slice(end + 2), key);
  const inclusionProof = { logIndex: number, hashes: hashes.map(fromBase64) };
  verifyMerkleInclusion({ inclusionProof, canonicalizedBody: entryAt(number) }, checkpoint);
}

async function get(address) {
  const answer = await fetch(address);
  const body = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`${address}: ${answer.status}: ${body}`);
  return body;
}

// The entries of 32 bytes by their number, from the bundles.
async function entriesOf(address, size) {
  const entries = [];
  for (let n = 0; n * 256 < size; ++n) {
    const width = Math.min(256, size - n * 256);
    const place = String(n).padStart(3, "0") + (width < 256 ? `.p/${width}` : "");
    const bundle = await get(`${address}/log/tile/entries/${place}`);
    for (let at = 0; at < bundle.length; at += 34) entries.push(bundle.subarray(at + 2, at + 34));
  }
  return entries;
}

const [address, vkey, ...events] = process.argv.slice(2);
const key = keyOf(vkey);
const newest = openCheckpoint((await get(`${address}/log/checkpoint`)).toString(), key);
const entries = await entriesOf(address, Number(newest.logSize));
const entryAt = (number) => entries[number] ?? Buffer.alloc(0);
let refused = 0;
for (let i = 0; i + 1 < events.length; i += 2) {
  const query = new URLSearchParams({ source: events[i], id: events[i + 1] });
  const proof = await get(`${address}/v1/event/proof?${query}`);
  checkProof(proof, key, entryAt);
  for (let at = 0; at < proof.length; ++at) {
    const flipped = Buffer.from(proof);
    flipped[at] ^= 1;
    try {
      checkProof(flipped, key, entryAt);
    } catch {
      ++refused;
      continue;
    }
    throw new Error(`a proof with byte ${at} flipped is accepted`);
  }
}
console.log(`node: ${events.length / 2} proofs, ${refused} flipped bytes refused`);

// Keeps the weights and biases of the network on screen for lib/network.js: its fingerprint, 64 letters, then the
// numbers, which are left out when they were sent before. They stay when the component is gone, for the next page; and
// so do those before them, until the rest of the message that brought the new ones is here, too.

import { report } from "../lib/report.js";

/** @param {Mounted<Uint8Array<ArrayBuffer>>} mounted */
export default function keep({ data, parentElement, setTriggerValue }) {
  const networks = (window.netcoreNetworks ??= new Map());
  const fingerprint = new TextDecoder().decode(data.subarray(0, 64));
  if (data.length > 64) {
    networks.delete(fingerprint);
    for (const older of [...networks.keys()].slice(0, -1)) networks.delete(older);
    networks.set(fingerprint, data.slice(64));
  } else if (!networks.has(fingerprint)) {
    report(parentElement, () => setTriggerValue("missing", true));
  }
}

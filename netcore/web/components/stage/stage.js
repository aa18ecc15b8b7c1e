// What the network on the page shows of itself, one idea at a time.

export default function stage() {}

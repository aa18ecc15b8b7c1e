/** What netcore and Plotly keep on the page. */
interface Window {
  Plotly: any;
  netcoreIsSetUp?: boolean;
  netcorePrefersDark?: boolean;
  /** Bytes of the weights and biases of the network on screen, by its fingerprint. */
  netcoreNetworks?: Map<string, Uint8Array>;
}

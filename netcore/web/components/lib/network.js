// From 28 × 28 numbers to every neuron, as network.py finds them: a test compares.

export const ACTIVATION_FUNCTIONS = {
  sigmoid: (z) => z.map((value) => 0.5 * Math.tanh(0.5 * value) + 0.5),
  relu: (z) => z.map((value) => Math.max(value, 0)),
  softmax: (z) => {
    const highest = Math.max(...z);
    const powers = z.map((value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
};

// The layers out of the bytes of all weights and biases, float32, in the order in which they are used.
export function unpack(bytes, layers) {
  const floats = new Float32Array(bytes.buffer);
  let taken = 0;
  const take = (count) => floats.subarray(taken, (taken += count));
  return layers.map(({ inputs, neurons, activation }) => ({
    weights: take(inputs * neurons),
    biases: take(neurons),
    activate: ACTIVATION_FUNCTIONS[activation],
  }));
}

export function forward({ layers }, pixels) {
  const activations = [pixels];
  const weightedSums = [];
  for (const { weights, biases, activate } of layers) {
    const inputs = activations.at(-1);
    weightedSums.push(
      biases.map((bias, neuron) => {
        let sum = 0;
        const first = neuron * inputs.length;
        for (let input = 0; input < inputs.length; input++) sum += weights[first + input] * inputs[input];
        return sum + bias;
      }),
    );
    activations.push(activate(weightedSums.at(-1)));
  }
  return { activations, weightedSums };
}

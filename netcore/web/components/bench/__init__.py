"""One neuron, turned and watched at once."""

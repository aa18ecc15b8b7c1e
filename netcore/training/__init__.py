"""Learning the weights and biases from examples."""

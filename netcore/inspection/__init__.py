"""Looking into a network: what a neuron looks for, what one example teaches, what turning a knob does."""

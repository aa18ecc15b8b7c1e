"""The page that explains one neuron and turns its knobs."""

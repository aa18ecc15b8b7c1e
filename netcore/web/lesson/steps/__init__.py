"""The steps of the lesson, a file each."""

from netcore.web.lesson.steps import (
    bench,
    end,
    examples,
    hidden,
    knobs,
    learning,
    limits,
    neuron,
    outputs,
    pixels,
    program,
    relu,
    rules,
    weight,
    weighted_sum,
)

STEPS = tuple(
    module.STEP
    for module in (
        program,
        rules,
        examples,
        neuron,
        pixels,
        outputs,
        hidden,
        weight,
        weighted_sum,
        bench,
        relu,
        knobs,
        learning,
        limits,
        end,
    )
)
"""In the order in which they are walked through."""

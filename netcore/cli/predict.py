"""`python -m netcore predict`: which digit a picture shows."""

import json
from pathlib import Path

import click

import netcore
from netcore.cli.options import json_option
from netcore.pictures import read_picture

BAR_WIDTH = 30


@click.command(name="predict")
@click.argument("picture", type=click.Path(path_type=Path))
@click.option("--network", default="classic", show_default=True, help="Name in weights/, or a .npz file.")
@json_option
def predict_command(picture: Path, network: str, as_json: bool) -> None:
    """Say which digit PICTURE shows: one digit, in any colour on a plain ground."""
    net = netcore.load(network)
    steps = netcore.prepare_steps(read_picture(picture))
    if steps.is_empty:
        raise netcore.PictureError(f"Nothing is drawn in {picture}.")
    if steps.is_filled:
        raise netcore.PictureError(f"{picture} shows a filled spot, not a digit drawn with a pen.")
    trace = net.forward(steps.pixels)
    outputs = trace.activations[-1]
    if as_json:
        answer = {
            "picture": str(picture),
            "network": net.meta["name"],
            "digit": trace.digit,
            "confidence": trace.confidence,
            "outputs": outputs.tolist(),
        }
        click.echo(json.dumps(answer))
        return
    click.echo(f"{picture} shows a {trace.digit}, confidence {trace.confidence:.1%}.\n")
    for digit, output in enumerate(outputs):
        bar = "█" * round(float(output) * BAR_WIDTH)
        click.echo(f"  {digit}  {bar:<{BAR_WIDTH}}  {output:6.1%}")

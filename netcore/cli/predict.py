"""`python -m netcore predict`: which digit a picture shows."""

import json
from pathlib import Path

import click

import netcore
from netcore.cli.options import json_option
from netcore.files.pictures import read_picture
from netcore.saying import sentence

BAR_WIDTH = 30


@click.command(name="predict")
@click.argument("picture", type=click.Path(path_type=Path))
@click.option("--network", default="classic", show_default=True, help="Name in weights/, or a .npz file.")
@json_option
def predict_command(picture: Path, network: str, as_json: bool) -> None:
    """Say which digit PICTURE shows, or that it is none: a drawing, a scan or a photograph."""
    net = netcore.load(network)
    reading = netcore.read(net, read_picture(picture))
    if not reading.parts:
        raise netcore.PictureError(f"Nothing is drawn in {picture}.")
    part = reading.parts[0]
    outputs = part.trace.activations[-1]
    if as_json:
        answer = {
            "file": str(picture),
            "network": net.meta["name"],
            "kind": reading.kind,
            "digit": reading.digits[0] if len(reading.digits) == 1 else None,
            "digits": reading.digits,
            "confidence": reading.confidence,
            "outputs": outputs.tolist(),
        }
        click.echo(json.dumps(answer))
        return
    click.echo(f"{picture}: {sentence(reading)}\n")
    for digit, output in enumerate(outputs):
        bar = "█" * round(float(output) * BAR_WIDTH)
        click.echo(f"  {digit}  {bar:<{BAR_WIDTH}}  {output:6.1%}")

"""The command line: `python -m netcore predict | evaluate | learn | train | data`."""

from typing import Any

import click

import netcore
from netcore.cli.data import data_command
from netcore.cli.evaluate import evaluate_command
from netcore.cli.learn import learn_command
from netcore.cli.predict import predict_command
from netcore.cli.train import train_command
from netcore.errors import NetcoreError


class Commands(click.Group):
    """A group whose commands show an error of ours as its one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except NetcoreError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise  # whoever read the lines has had enough: click knows
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'A file'}: {error.strerror or error}.") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(netcore.__version__, prog_name="netcore")
def main() -> None:
    """Read handwritten digits with a small neural network, test it and train it.

    To draw digits and watch the network read them, start the app: streamlit run app.py
    """


for command in (predict_command, evaluate_command, learn_command, train_command, data_command):
    main.add_command(command)

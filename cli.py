"""The console script `pregonero`: the verbs of the catalogue, in Spanish."""

from verbs.commands import application


def main() -> None:
    """Carry out what was typed, and end the process with its exit code."""
    application().main(prog_name="pregonero")


if __name__ == "__main__":
    main()

"""The console script `pregonero`: the verbs of the catalogue, in Spanish."""

from verbs.commands import application, speak_spanish


def main() -> None:
    """Carry out what was typed, and end the process with its exit code."""
    speak_spanish()
    application().main(prog_name="pregonero")


if __name__ == "__main__":
    main()

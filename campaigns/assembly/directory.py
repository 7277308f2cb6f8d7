"""The municipality with the key of its directory in its place."""

from campaigns.assembly.findings import Findings
from campaigns.directory import Directory
from campaigns.municipality import Municipality
from campaigns.problem import Problem
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import Vault, expand, stray_options
from campaigns.reading.tree import Document, Mapping

DIRECTORY = "directorio"


def assemble_directory(
    document: Document, municipality: Municipality, vault: Vault
) -> tuple[Municipality, tuple[Problem, ...]]:
    """The municipality, and what is wrong with its directory.

    A key that is missing on this machine is no mistake in the file: whoever wants to come in that way is told.
    """
    if municipality.directory is None:
        return municipality, ()
    findings, within = Findings(document), (DIRECTORY,)
    # As a block of the municipality: a key that is missing is read as none, and not as its own name.
    node, problems = expand(document, (), Municipality, vault, required=False)
    block = node.entries.get(DIRECTORY) if isinstance(node, Mapping) else None
    # What has no right form was told when the file was read.
    read = salvage(document, Directory, within, block)
    findings.problems += [*problems, *stray_options(document, within, Directory)]
    if read.value is None:
        return municipality, tuple(findings.problems)
    return municipality.model_copy(update={"directory": read.value}), tuple(findings.problems)

"""The staff's texts: a checked subset of Jinja2, read when the configuration is read."""

from campaigns.templates.checker import check_template
from campaigns.templates.compiled import Compiled, MissingValue, TemplateError, compile_template
from campaigns.templates.problem import TemplateProblem
from campaigns.templates.variables import Variables, variables

__all__ = [
    "Compiled",
    "MissingValue",
    "TemplateError",
    "TemplateProblem",
    "Variables",
    "check_template",
    "compile_template",
    "variables",
]

"""Whatever `doctor` looks at is seen red by a test: each check of the code has one here, and each test is there."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOKS = (
    *sorted((ROOT / "channels").rglob("*.py")),
    *(
        ROOT / name
        for name in (
            "delivery/accounts/checkup.py",
            "delivery/figures/asking.py",
            "panel/doctor.py",
            "website/reach.py",
        )
    ),
)
TELLS = {"Finding", "_certificate", "_told", "_unreached", "certificate_finding", "unseen"}
"""Functions whose first argument is what was looked at."""
RED = {"BAD", "WARNING", "bad", "warning"}
"""How a test says that it is; `code=1` says so of the verb."""
META = "channels/test_meta_examination.py"
MAIL = "channels/test_email_records.py"
POSTS = "channels/test_telegram_polls.py::test_a_look_tells_what_is_wrong"
X = "channels/test_x_figures.py::test_a_look_tells_what_is_wrong"
SITE = "channels/test_instagram_site.py"
WORDPRESS = "channels/test_wordpress.py::test_a_look_tells_what_is_wrong"
CERTIFICATES = "channels/test_certificates.py::test_a_certificate_is_told_before_it_ends"
REACH = "website/test_reach.py"
REDS: Mapping[str, str] = {
    "channels/email/examination.py relay": f"{MAIL}::test_the_relay_is_met_as_a_message_would",
    "channels/email/examination.py certificate": f"{MAIL}::test_the_relay_is_met_as_a_message_would",
    "channels/email/smtp.py relay": f"{MAIL}::test_an_authority_that_cannot_be_read_is_told",
    "channels/email/records.py spf": f"{MAIL}::test_who_may_send_for_the_domain",
    "channels/email/records.py dkim": f"{MAIL}::test_the_published_key_is_the_account_s",
    "channels/email/records.py dmarc": f"{MAIL}::test_what_becomes_of_mail_that_is_not_proven",
    "channels/email/records.py returns_mx": f"{MAIL}::test_where_returns_come_to",
    "channels/email/records.py returns_spf": f"{MAIL}::test_where_returns_come_to",
    "channels/email/inbox.py deliveries": f"{MAIL}::test_the_mailbox_of_deliveries_is_looked_into",
    "channels/email/inbox.py returns": f"{MAIL}::test_the_mailbox_of_returns_is_looked_into",
    "channels/graph/examination.py token": f"{META}::test_what_is_wrong_with_a_token",
    "channels/graph/examination.py expiry": f"{META}::test_what_is_wrong_with_a_token",
    "channels/graph/examination.py permissions": f"{META}::test_what_is_wrong_with_a_token",
    "channels/graph/examination.py quota": f"{META}::test_limits_that_are_nearly_used_up",
    "channels/graph/examination.py version": f"{META}::test_a_version_that_is_retired",
    "channels/graph/versions.py version": f"{META}::test_a_versions_end_is_told_before_it_comes",
    "channels/facebook/examination.py page": f"{META}::test_what_is_wrong_with_an_account",
    "channels/facebook/examination.py reading": f"{META}::test_what_is_wrong_with_an_account",
    "channels/instagram/examination.py account": f"{META}::test_what_is_wrong_with_an_account",
    "channels/instagram/examination.py posts": f"{META}::test_what_is_wrong_with_an_account",
    "channels/instagram/site.py address": f"{SITE}::test_an_address_inside_is_told",
    "channels/instagram/site.py https": f"{SITE}::test_a_site_without_a_certificate_is_told",
    "channels/instagram/site.py site": f"{SITE}::test_a_folder_that_is_not_published_is_told",
    "channels/whatsapp/examination.py number": f"{META}::test_what_is_wrong_with_an_account",
    "channels/whatsapp/examination.py limit": f"{META}::test_the_tier_is_held_against_the_accounts_own",
    "channels/whatsapp/examination.py template": f"{META}::test_what_is_wrong_with_an_account",
    "channels/whatsapp/examination.py intake": f"{META}::test_whether_meta_calls",
    "channels/telegram/look.py token": POSTS,
    "channels/telegram/look.py target": POSTS,
    "channels/telegram/look.py permissions": POSTS,
    "channels/telegram/hooking.py intake": "channels/test_telegram_hooking.py::test_each_way_is_told",
    "channels/x/look.py token": X,
    "channels/x/look.py permissions": X,
    "channels/x/look.py quota": X,
    "channels/x/look.py credit": X,
    "channels/sms/adapter.py reach": "channels/test_sms.py::test_a_look_tells_what_is_wrong",
    "channels/sms/adapter.py keys": "channels/test_sms.py::test_a_look_tells_what_is_wrong",
    "channels/webhook.py reach": "channels/test_webhook.py::test_a_look_tells_what_is_wrong",
    "channels/webhook.py secret": "channels/test_webhook.py::test_a_look_tells_what_is_wrong",
    "channels/exchange.py certificate": CERTIFICATES,
    "channels/wordpress/examination.py reach": WORDPRESS,
    "channels/wordpress/examination.py user": WORDPRESS,
    "channels/wordpress/examination.py permissions": WORDPRESS,
    "channels/wordpress/examination.py categories": WORDPRESS,
    "channels/wordpress/examination.py version": WORDPRESS,
    "channels/machine_clock.py clock": "verbs/test_doctor.py::test_the_machines_clock_is_held_against_the_services",
    "delivery/figures/asking.py figures": "verbs/test_figures.py::test_a_source_that_cannot_be_asked_is_told",
    "panel/doctor.py disk": "verbs/test_doctor.py::test_a_disk_that_fills_up_is_told",
    "panel/doctor.py lost_words": "verbs/test_holding.py::test_what_a_restore_holds_back_is_shown_and_let_go",
    "panel/doctor.py proxies": "verbs/test_doctor.py::test_visitors_that_cannot_be_told_apart_are_told",
    "website/reach.py site": f"{REACH}::test_which_site_is_shown",
    "website/reach.py site_folder": f"{REACH}::test_a_folder_that_takes_no_site_is_told",
    "website/reach.py site_certificate": f"{REACH}::test_a_certificate_is_told_before_it_ends",
    "website/reach.py office": f"{REACH}::test_the_panel_may_be_passed_on_and_is_encrypted_then",
    "website/reach.py desk": f"{REACH}::test_a_desk_answers_under_all_its_paths",
    "website/reach.py desk_certificate": f"{REACH}::test_a_certificate_is_told_before_it_ends",
}
"""By file and check: the test in which it is a warning, or bad."""
NO_VERDICT = ("channels/sms/adapter.py credit", "delivery/accounts/checkup.py account")
"""Never bad: what a gateway's credit is, nobody can ask; an account that nobody could look at is unknown."""


def looked_at() -> Iterator[str]:
    """Each check that the code tells of, by file; what is only told as unknown or good is of no file's own."""
    for path in LOOKS:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TELLS):
                continue
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{path.relative_to(ROOT).as_posix()} {first.value}"


def test_each_check_has_its_red_test() -> None:
    """What is new in the code, and what is gone from it, is missing or too much here."""
    assert set(looked_at()) - set(NO_VERDICT) == set(REDS)


@pytest.mark.parametrize("check", REDS)
def test_the_test_sees_it_red(check: str) -> None:
    """It is there, and it, its table or what it calls speaks of the check and of something bad."""
    file, _, name = REDS[check].partition("::")
    module = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    defined: dict[str, ast.AST] = {
        each.name: each for each in module.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for each in module.body:
        if isinstance(each, ast.Assign):
            defined |= {target.id: each for target in each.targets if isinstance(target, ast.Name)}
    words = set(spoken(name, defined))
    assert words & RED
    assert any(check.split()[1] in word for word in words)


def spoken(name: str, defined: Mapping[str, ast.AST]) -> Iterator[str]:
    """The words of a test, of its decorators, and of what of its module it names."""
    for node in ast.walk(defined[name]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name) and node.id in defined and node.id != name:
            yield from spoken(node.id, defined)

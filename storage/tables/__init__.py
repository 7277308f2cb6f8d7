"""Every table, in short chapters. The same on SQLite and PostgreSQL; each odd column says why it is there."""

from storage.tables.base import metadata
from storage.tables.duties import chore, order_person, recount, standing_order, work_order
from storage.tables.entrance import session, sign_in_attempt, user, user_link
from storage.tables.exclusion import excluded, exclusion_register
from storage.tables.inbound import event, reply
from storage.tables.obligations import checklist_item, escalation, extension, receipt
from storage.tables.people import (
    address,
    consent,
    contact,
    contact_attribute,
    import_batch,
    import_change,
    import_mention,
    list_member,
    privacy_notice,
    signup,
    subscription,
    suppression,
)
from storage.tables.records import (
    approval,
    approval_request,
    approved_version,
    audit,
    calendar_entry,
    campaign_version,
    file,
)
from storage.tables.reports import report, report_file
from storage.tables.results import closed_plan, figure, measurement, period_snapshot, reading
from storage.tables.sending import attempt, counter, delivery, lane, publication
from storage.tables.submission import submission
from storage.tables.surveys import poll, survey, vote
from storage.tables.tenants import meta, plan_action, seen, tenant

__all__ = [
    "address",
    "approval",
    "approval_request",
    "approved_version",
    "attempt",
    "audit",
    "calendar_entry",
    "campaign_version",
    "checklist_item",
    "chore",
    "closed_plan",
    "consent",
    "contact",
    "contact_attribute",
    "counter",
    "delivery",
    "escalation",
    "event",
    "excluded",
    "exclusion_register",
    "extension",
    "figure",
    "file",
    "import_batch",
    "import_change",
    "import_mention",
    "lane",
    "list_member",
    "measurement",
    "meta",
    "metadata",
    "order_person",
    "period_snapshot",
    "plan_action",
    "poll",
    "privacy_notice",
    "publication",
    "reading",
    "receipt",
    "recount",
    "reply",
    "report",
    "report_file",
    "seen",
    "session",
    "sign_in_attempt",
    "signup",
    "standing_order",
    "submission",
    "subscription",
    "suppression",
    "survey",
    "tenant",
    "user",
    "user_link",
    "vote",
    "work_order",
]

"""SMS, through any gateway that is called over HTTP and described in the configuration."""

from channels.sms.adapter import Sms
from channels.sms.options import SmsOptions

__all__ = ["Sms", "SmsOptions"]

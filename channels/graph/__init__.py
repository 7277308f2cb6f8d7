"""Meta's Graph API, on which Facebook, Instagram and WhatsApp stand (https://developers.facebook.com/docs/graph-api)."""

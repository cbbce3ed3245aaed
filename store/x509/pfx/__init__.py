"""PKCS#12 files: their structure, encryption, opening and building (RFC 7292)."""

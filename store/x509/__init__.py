"""Real keys, certificates and PFX files: the only rooms that know cryptography and asn1crypto."""

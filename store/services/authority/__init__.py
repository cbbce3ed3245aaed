"""The certificate authorities: who signs, what they issue, whom clients trust."""

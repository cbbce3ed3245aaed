"""Operations of Microsoft.Network and of domains."""

"""Operations of Microsoft.KeyVault."""

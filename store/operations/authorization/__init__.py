"""Operations of Microsoft.Authorization."""

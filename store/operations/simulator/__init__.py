"""Operations Azure does not have."""

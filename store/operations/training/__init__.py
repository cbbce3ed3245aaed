"""Operations of a trainee on the own run; no part of Azure."""

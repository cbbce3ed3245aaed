"""Operations on subscriptions and resource groups."""

"""Operations on storage: accounts, containers, service packages."""

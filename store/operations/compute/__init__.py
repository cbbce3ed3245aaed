"""Operations on cloud services and on the projects they are built from."""

"""Operations of Microsoft.CertificateRegistration."""

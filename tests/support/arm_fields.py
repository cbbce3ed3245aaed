"""Names and types of fields of Azure's resources, as the REST API reference and its examples have them.

Microsoft.CertificateRegistration 2024-11-01, Microsoft.Web 2025-05-01, Microsoft.KeyVault 2023-07-01; `RAW`
has fields that the service answers beside those of its reference.
"""

from __future__ import annotations

ORDER = {
    "certificates": "object",
    "distinguishedName": "text",
    "domainVerificationToken": "text",
    "validityInYears": "number",
    "keySize": "number",
    "productType": "text",
    "autoRenew": "flag",
    "provisioningState": "text",
    "status": "text",
    "signedCertificate": "object",
    "csr": "text",
    "intermediate": "object",
    "root": "object",
    "serialNumber": "text",
    "lastCertificateIssuanceTime": "date",
    "expirationTime": "date",
    "isPrivateKeyExternal": "flag",
    "appServiceCertificateNotRenewableReasons": "list",
    "nextAutoRenewalTimeStamp": "date",
    "contact": "object",
}
LINK = {"keyVaultId": "text", "keyVaultSecretName": "text", "provisioningState": "text"}
DETAILS = {
    "version": "number",
    "serialNumber": "text",
    "thumbprint": "text",
    "subject": "text",
    "notBefore": "date",
    "notAfter": "date",
    "signatureAlgorithm": "text",
    "issuer": "text",
    "rawData": "text",
}
CONTACT = {"email": "text", "nameFirst": "text", "nameLast": "text", "phone": "text"}
WEB_CERTIFICATE = {
    "password": "text",
    "friendlyName": "text",
    "subjectName": "text",
    "hostNames": "list",
    "pfxBlob": "text",
    "siteName": "text",
    "selfLink": "text",
    "issuer": "text",
    "issueDate": "date",
    "expirationDate": "date",
    "thumbprint": "text",
    "valid": "flag",
    "cerBlob": "text",
    "publicKeyHash": "text",
    "hostingEnvironmentProfile": "object",
    "keyVaultId": "text",
    "keyVaultSecretName": "text",
    "keyVaultSecretStatus": "text",
    "serverFarmId": "text",
    "canonicalName": "text",
    "domainValidationMethod": "text",
}
SSL_STATE = {
    "name": "text",
    "sslState": "text",
    "virtualIP": "text",
    "thumbprint": "text",
    "toUpdate": "flag",
    "hostType": "text",
}
BINDING = {
    "siteName": "text",
    "domainId": "text",
    "azureResourceName": "text",
    "azureResourceType": "text",
    "customHostNameDnsRecordType": "text",
    "hostNameType": "text",
    "sslState": "text",
    "thumbprint": "text",
    "virtualIP": "text",
}
VAULT = {
    "tenantId": "text",
    "sku": "object",
    "accessPolicies": "list",
    "vaultUri": "text",
    "hsmPoolResourceId": "text",
    "enabledForDeployment": "flag",
    "enabledForDiskEncryption": "flag",
    "enabledForTemplateDeployment": "flag",
    "enableSoftDelete": "flag",
    "softDeleteRetentionInDays": "number",
    "enableRbacAuthorization": "flag",
    "createMode": "text",
    "enablePurgeProtection": "flag",
    "networkAcls": "object",
    "provisioningState": "text",
    "privateEndpointConnections": "list",
    "publicNetworkAccess": "text",
}
POLICY = {"tenantId": "text", "objectId": "text", "applicationId": "text", "permissions": "object"}
NETWORK = {"bypass": "text", "defaultAction": "text", "ipRules": "list", "virtualNetworkRules": "list"}
SECRET = {
    "value": "text",
    "id": "text",
    "contentType": "text",
    "attributes": "object",
    "tags": "object",
    "kid": "text",
    "managed": "flag",
}
ATTRIBUTES = {
    "enabled": "flag",
    "nbf": "number",
    "exp": "number",
    "created": "number",
    "updated": "number",
    "recoverableDays": "number",
    "recoveryLevel": "text",
}
LOCK = {"level": "text", "notes": "text", "owners": "list"}
#: What the service has in addition to its reference.
RAW = {"WEB_CERTIFICATE": {"webSpace": "text"}}

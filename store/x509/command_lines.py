"""Command lines that make a file an upload takes, for the repairs that reports print.

They run as they stand, with the files they name; the programs ask for the passwords.
"""

from __future__ import annotations

#: Options without which OpenSSL 3 writes AES, which App Service refuses until 2025.
TRIPLE_DES = "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1"

#: A key store of Java as a PFX; without the property keytool 17 and later write AES.
KEYTOOL = (
    "keytool -J-Dkeystore.pkcs12.legacy -importkeystore -srckeystore keystore.jks "
    "-destkeystore out.pfx -deststoretype PKCS12"
)
#: A request for a certificate with a new key.
NEW_KEY = "openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=contoso.com -out request.csr"
#: An encrypted key file as one with a cipher that every program opens.
AES_KEY = "openssl pkcs8 -topk8 -in key.pem -out new.pem"
#: A certificate whose serial number has 8 octets, by one's own authority.
SHORT_SERIAL = (
    "openssl x509 -req -in request.csr -CA ca.crt -CAkey ca.key "
    '-set_serial "0x$(openssl rand -hex 8)" -out leaf.crt'
)
#: The file that a vault takes.
NO_PASSWORD = "openssl pkcs12 -export -in merged.crt -inkey key.pem -out out.pfx -passout pass:"
#: A PFX out of its base64 text, and out of PEM.
FROM_BASE64 = "base64 -d file.txt > out.pfx"
CER_FROM_BASE64 = "base64 -d file.txt > out.cer"
#: In PowerShell.
AS_ASCII = "Get-Content FILE | Set-Content -Encoding ascii OUT"
FROM_PEM = "sed -n '/BEGIN PKCS12/,/END PKCS12/p' file.pem | grep -v -e ----- | base64 -d > out.pfx"


def openssl_export(*options: str) -> str:
    """The export of merged.crt with key.pem in triple DES."""
    return " ".join(
        ("openssl pkcs12 -export -in merged.crt -inkey key.pem -out out.pfx", TRIPLE_DES, *options)
    )

"""How each program writes a PFX file, and what App Service of 2022 says about the file and why.

The commands run in a folder with `leaf.key`, `leaf.crt`, `chain.crt` (intermediate, root), `merged.crt`
(all three) and `in.p12` (the same in triple DES, with the password of the recipe); they write `out.p12`.
"""

from __future__ import annotations

from typing import NamedTuple

_WORD = "test-word"
#: A password whose letters programs spell differently.
_LETTERS = "pässwörd"


class Recipe(NamedTuple):
    """A file of a writer; `tool` is the program whose absence skips it.

    `code` is the refusal, "" where the file is accepted; `rule` is the line of the report that says
    `reason`.
    """

    writer: str
    name: str
    tool: str
    version: str
    command: str
    code: str
    rule: str
    reason: str
    password: str = _WORD


_OPENSSL_VERSION = "openssl version | cut -d' ' -f2"
_EXPORT = "openssl pkcs12 -export -inkey leaf.key -in merged.crt -out out.p12 -passout pass:test-word"
_PBES = "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES"
_3DES = f"{_PBES} -macalg SHA1"


def _openssl(name: str, options: str, code: str, rule: str, reason: str, *, command: str = "") -> Recipe:
    line = command or f"{_EXPORT} {options}".strip()
    return Recipe("openssl", name, "openssl", _OPENSSL_VERSION, line, code, rule, reason)


_NOT_3DES = "PfxCipherNotTripleDes"

_OF_OPENSSL = (
    _openssl("default", "", _NOT_3DES, "cipher", "AES-256-CBC (PBES2)"),
    _openssl("legacy", "-legacy", "", "cipher", "certificates RC2-40"),
    _openssl("3des", _3DES, "", "cipher", "3DES (PBE-SHA1-3DES)"),
    _openssl("clear-certificates", f"{_3DES} -certpbe NONE", "", "cipher", "certificates in clear"),
    _openssl("no-seal", f"{_3DES} -nomac", "", "file", "no seal"),
    _openssl("aria", "-keypbe aria-256-cbc -certpbe aria-256-cbc", _NOT_3DES, "key", "ARIA-256-CBC"),
    _openssl("sha3-seal", f"{_3DES} -macalg SHA3-256", "", "file", "SHA3-256"),
    _openssl(
        "two-passwords",
        "",
        "PfxSealBroken",
        "password",
        "or it was sealed with another password",
        command=f"printf 'seal-word\\nseal-word\\ntest-word\\ntest-word\\n' | setsid openssl pkcs12 -export "
        f"-twopass -inkey leaf.key -in merged.crt -out out.p12 {_3DES}",
    ),
    _openssl("pbmac1", f"{_PBES} -pbmac1_pbkdf2", "PfxSealUnsupported", "file", "PBMAC1 with HMAC-SHA256"),
    _openssl(
        "pbmac1-clear",
        "-keypbe NONE -certpbe NONE -pbmac1_pbkdf2",
        "PfxSealUnsupported",
        "password",
        "the password opens it",
    ),
    _openssl(
        "ml-dsa",
        "",
        "PfxKeyUnsupported",
        "key",
        "of a kind that is not known here: ML-DSA-65",
        command="openssl req -x509 -newkey ML-DSA-65 -nodes -keyout q.key -out q.crt -subj /CN=contoso.com "
        "-set_serial 5 && openssl pkcs12 -export -inkey q.key -in q.crt -out out.p12 "
        f"-passout pass:test-word {_3DES}",
    ),
)

_NSS_VERSION = "grep -aoE 'NSS [0-9]+[.][0-9.]+' {root}/usr/lib/*/libnss3.so | cut -d' ' -f2"
_NSS = (
    "mkdir db && certutil -N -d sql:db --empty-password && "
    "pk12util -i in.p12 -d sql:db -W test-word -K '' && "
    "pk12util -o out.p12 -n site -d sql:db -W test-word -K ''"
)
_NSS_3DES = "'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC'"


def _nss(name: str, options: str, code: str, rule: str, reason: str) -> Recipe:
    line = f"{_NSS} {options}".strip()
    return Recipe("pk12util", name, "pk12util", _NSS_VERSION, line, code, rule, reason)


_OF_NSS = (
    _nss("default", "", _NOT_3DES, "cipher", "AES-256-CBC (PBES2)"),
    _nss("3des", f"-c {_NSS_3DES} -C {_NSS_3DES} -M SHA-1", "", "chain", "3 certificates"),
    _nss("3des-key", f"-c {_NSS_3DES}", "", "cipher", "certificates AES-128-CBC (PBES2)"),
    _nss("clear-certificates", f"-c {_NSS_3DES} -C none", "", "cipher", "certificates in clear"),
)

#: {jdk} is the folder of a Java.
_JAVA_VERSION = "{jdk}/bin/java -version 2>&1 | head -1 | cut -d'\"' -f2"
_LEGACY = "-J-Dkeystore.pkcs12.legacy"
_IMPORT = (
    "-importkeystore -srckeystore in.p12 -srcstoretype PKCS12 -srcstorepass test-word -destkeystore out.p12 "
    "-deststoretype PKCS12 -deststorepass test-word"
)
_GENERATE = (
    "-genkeypair -alias a -keyalg RSA -keysize 2048 -dname CN=contoso.com -storetype PKCS12 -keystore out.p12"
)


def _keytool(name: str, options: str, code: str, rule: str, reason: str, password: str = _WORD) -> Recipe:
    line = f"{{jdk}}/bin/keytool {options}"
    return Recipe("keytool", name, "keytool", _JAVA_VERSION, line, code, rule, reason)


_OF_JAVA = (
    _keytool("default", _IMPORT, _NOT_3DES, "cipher", "AES-256-CBC (PBES2)"),
    _keytool("legacy", f"{_LEGACY} {_IMPORT}", "", "cipher", "certificates RC2-40"),
    _keytool("made", f"{_LEGACY} {_GENERATE} -storepass test-word", "", "chain", "self-signed"),
    _keytool(
        "letters",
        f"{_LEGACY} {_GENERATE} -storepass {_LETTERS}",
        "PfxKeyLocked",
        "key",
        "spelled the letters beyond ASCII otherwise",
        _LETTERS,
    ),
)

_CERTTOOL_VERSION = "certtool --version | head -1 | cut -d' ' -f2"
_CERTTOOL = (
    "certtool --to-p12 --load-privkey leaf.key --load-certificate merged.crt "
    "--p12-name site --password test-word --outfile out.p12"
)


def _certtool(name: str, options: str, code: str, rule: str, reason: str) -> Recipe:
    line = f"{_CERTTOOL} {options}".strip()
    return Recipe("certtool", name, "certtool", _CERTTOOL_VERSION, line, code, rule, reason)


_OF_GNUTLS = (
    _certtool("default", "--outder", _NOT_3DES, "cipher", "AES"),
    _certtool("3des", "--outder --pkcs-cipher 3des-pkcs12", "", "chain", "3 certificates"),
    _certtool("pem", "--pkcs-cipher 3des-pkcs12", "NotAPfx", "file", "the PEM text of a PFX"),
)

_OTHERS = (
    Recipe(
        "gpgsm",
        "default",
        "gpgsm",
        "gpgsm --version | head -1 | cut -d' ' -f3",
        "mkdir -m 700 g && echo allow-loopback-pinentry > g/gpg-agent.conf && "
        "P='gpgsm --homedir g --batch --pinentry-mode loopback --passphrase-fd 0' && "
        "printf test-word | $P --import in.p12; printf test-word | "
        "$P --export-secret-key-p12 --output out.p12 contoso.com; gpgconf --homedir g --kill gpg-agent",
        "PfxChainIncomplete",
        "cipher",
        "3DES (PBE-SHA1-3DES)",
    ),
    Recipe(
        "mkcert",
        "default",
        "mkcert",
        "mkcert --version",
        "CAROOT=$PWD mkcert -pkcs12 -p12-file out.p12 contoso.com",
        "PfxSerialTooLong",
        "chain",
        "2 certificates",
        "changeit",
    ),
    Recipe(
        "cryptography",
        "default",
        "{python}",
        "{python} -c 'import cryptography; print(cryptography.__version__)'",
        '{python} -c "from cryptography.hazmat.primitives.serialization import *; '
        "from cryptography.hazmat.primitives.serialization import pkcs12; "
        "p12 = pkcs12.load_pkcs12(open('in.p12', 'rb').read(), b'test-word'); "
        "open('out.p12', 'wb').write(pkcs12.serialize_key_and_certificates(b'site', p12.key, "
        "p12.cert.certificate, [c.certificate for c in p12.additional_certs], "
        "BestAvailableEncryption(b'test-word')))\"",
        _NOT_3DES,
        "cipher",
        "AES-256-CBC (PBES2)",
    ),
)

_FORGE_VERSION = "node -p \"require('node-forge/package.json').version\""
_FORGE = (
    "node -e \"const f = require('node-forge'), p = f.pki, r = (n) => require('fs').readFileSync(n, 'utf8'); "
    "const texts = r('merged.crt').match(/-----BEGIN[^]*?END CERTIFICATE-----/g); "
    "const c = texts.map((text) => p.certificateFromPem(text)); "
    "const a = f.pkcs12.toPkcs12Asn1(p.privateKeyFromPem(r('leaf.key')), c, '{word}', {options}); "
    "require('fs').writeFileSync('out.p12', f.asn1.toDer(a).getBytes(), 'binary')\""
)


def _forge(name: str, options: str, code: str, rule: str, reason: str, password: str = _WORD) -> Recipe:
    line = _FORGE.replace("{word}", password).replace("{options}", options)
    return Recipe("node-forge", name, "node", _FORGE_VERSION, line, code, rule, reason)


_OF_FORGE = (
    _forge("default", "{}", _NOT_3DES, "cipher", "AES-128-CBC (PBES2)"),
    _forge("3des", "{algorithm: '3des'}", "", "chain", "3 certificates"),
    _forge("letters", "{}", _NOT_3DES, "key", "spelled the letters beyond ASCII otherwise", _LETTERS),
)

_MONO = (
    "printf '%s' 'using System.Security.Cryptography.X509Certificates; using System.IO; class M {{ "
    'static void Main() {{ var c = new X509Certificate2("in.p12", "test-word", '
    'X509KeyStorageFlags.Exportable); File.WriteAllBytes("out.p12", c.Export(X509ContentType.Pfx, '
    '"test-word")); }} }}\' > m.cs && mcs m.cs && mono m.exe'
)
_OF_MONO = (
    Recipe(
        "mono",
        "default",
        "mcs",
        "mono --version | head -1 | cut -d' ' -f5",
        _MONO.replace("{{", "{").replace("}}", "}"),
        "",
        "chain",
        "3 certificates",
    ),
)

RECIPES = (*_OF_OPENSSL, *_OF_NSS, *_OF_JAVA, *_OF_GNUTLS, *_OTHERS, *_OF_FORGE, *_OF_MONO)

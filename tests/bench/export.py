"""An exported PFX file, without a password and with 3DES, against nothing but its serialisation.

Not measured: the file on disk and its sync; EC keys, whose file is smaller.

python -m tests.bench.export [--quick] [--json]
"""

from __future__ import annotations

from base64 import b64decode
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES

from store.operations.arguments import File
from store.operations.certificate_registration.export import ExportCertificate
from store.resources import CertificateOrder
from store.secret import Secret
from store.services.key_vault.secrets import current_version
from store.worlds import begin
from store.x509.pfx.build import ROUNDS
from tests.bench.timing import Bench


def main() -> None:
    """Prints both ratios; what is exported is the demo's wild card certificate with an RSA key."""
    bench = Bench(__doc__, "P11")
    world = begin("demo")
    order = next(world.all(CertificateOrder))
    assert order.link is not None
    version = current_version(world, order.link.key_vault_id, order.link.key_vault_secret_name)
    assert version is not None
    key, leaf, chain = pkcs12.load_key_and_certificates(b64decode(version.properties.value), None)
    assert isinstance(leaf, x509.Certificate) and isinstance(key, rsa.RSAPrivateKey)

    def serialise(password: str) -> bytes:
        encryption = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(ROUNDS)
            .key_cert_algorithm(PBES.PBESv1SHA1And3KeyTripleDESCBC)
            .hmac_hash(SHA1())
            .build(password.encode())
            if password
            else NoEncryption()
        )
        return pkcs12.serialize_key_and_certificates(None, key, leaf, chain, encryption)

    for name, password, goal in (("without a password", "", 1.2), ("with 3DES", "correct horse", 1.1)):
        export = ExportCertificate(order=order.id, path=File("new.pfx"), password=Secret(password))
        ours, floor = partial(export.prepare, world), partial(serialise, password)
        bench.pair(f"export {name}", ours, floor, goal, calls=20 if bench.quick else 100)


if __name__ == "__main__":
    main()

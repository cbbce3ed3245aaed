"""A certificate's life by the Azure CLI alone, on the walk world, whose clock runs.

Run in the environment that `run` sets: `az` is on the path and logged in.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from tests.clients.checks import Checks, eventually

LOGIN = json.loads(os.environ["CERTBLADE_LOGIN"])
GROUP = f"/subscriptions/{LOGIN['subscription']}/resourceGroups/rg-web"
ORDER = f"{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders/contosocert"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/contoso-az"
APP = "-g rg-web -n contoso-app"
SSL = "webapp config ssl"
LOCKED = (
    "-g rg-web --resource contosocert --resource-type Microsoft.CertificateRegistration/certificateOrders"
)
PURCHASE = {"distinguishedName": "CN=contoso.com", "productType": "StandardDomainValidatedSsl"}
LINK = {"keyVaultId": VAULT, "keyVaultSecretName": "contosocert"}
POLICY = {
    "issuerParameters": {"name": "Self"},
    "keyProperties": {"exportable": True, "keySize": 2048, "keyType": "RSA", "reuseKey": False},
    "secretProperties": {"contentType": "application/x-pkcs12"},
    "x509CertificateProperties": {"subject": "CN=own.contoso.com", "validityInMonths": 12},
}
#: "Export certificate" in "Add and manage TLS/SSL certificates" (Azure docs, 2022), for this world's names.
EXPORT = """\
secretname=$(az resource show \\
    --resource-group rg-web \\
    --resource-type "Microsoft.CertificateRegistration/certificateOrders" \\
    --name contosocert \\
    --query "properties.certificates.contosocert.keyVaultSecretName" \\
    --output tsv)

az keyvault secret download \\
    --file appservicecertificate.pfx \\
    --vault-name contoso-az \\
    --name $secretname \\
    --encoding base64
"""
FINGERPRINT = (
    "openssl pkcs12 -in appservicecertificate.pfx -passin pass: -nodes "
    "| openssl x509 -noout -fingerprint -sha1"
)
checks = Checks()


def az(line: str) -> Any:
    """What the command prints, read as JSON; raises `RuntimeError` with its complaint."""
    words = ("az", *shlex.split(line), "-o", "json")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout) if done.stdout.strip() else None


def arm(method: str, path: str) -> Any:
    return az(f"rest -m {method} -u {LOGIN['origin']}{path}?api-version=2024-11-01")


def word(document: object) -> str:
    return shlex.quote(json.dumps(document))


def order() -> Any:
    return az(f"resource show --ids {ORDER}")["properties"]


def thumbprint() -> str:
    shown = order()
    return str(shown["signedCertificate"]["thumbprint"]) if shown["status"] == "Issued" else ""


def bound() -> list[str]:
    states = az(f"webapp show {APP}")["hostNameSslStates"]
    return [one["thumbprint"] for one in states if one["thumbprint"]]


def linked() -> dict[str, Any]:
    """The private certificate in the resource group."""
    found: dict[str, Any] = az(f"{SSL} list -g rg-web")[0]
    return found


def reading() -> None:
    lists = {"group": 2, "appservice plan": 2, "lock": 0, "keyvault": 0, "network dns zone": 1, "webapp": 1}
    for name, least in lists.items():
        checks.check(f"az {name} list", partial(_lists, name, least))
    hosts = "webapp config hostname list -g rg-web --webapp-name contoso-app"
    checks.check("az account show", lambda: "simulated" in az("account show")["name"])
    checks.check("az group show", lambda: az("group show -n rg-web")["location"] == "westeurope")
    checks.check("az resource list", lambda: len(az("resource list")) > 5)
    checks.check("az webapp config hostname list", lambda: len(az(hosts)) > 1)
    checks.check("az webapp config show", lambda: az(f"webapp config show {APP}")["minTlsVersion"] == "1.2")
    checks.check(
        "az network dns record-set list", lambda: az("network dns record-set list -g rg-web -z contoso.com")
    )


def _lists(name: str, least: int) -> bool:
    return len(az(f"{name} list")) >= least


def buying() -> None:
    vault = "keyvault create -n contoso-az -g rg-web -l westeurope --enable-rbac-authorization false"
    buy = f"resource create --id {ORDER} --location global --properties {word(PURCHASE)}"
    store = (
        f"resource create --id {ORDER}/certificates/contosocert --location global --properties {word(LINK)}"
    )
    checks.check("az keyvault create", lambda: az(vault)["name"] == "contoso-az")
    checks.check("buy", lambda: az(buy)["properties"]["status"] == "Pendingissuance")
    checks.check("store", lambda: az(store)["properties"]["keyVaultSecretName"] == "contosocert")
    checks.check("verify", lambda: arm("post", f"{ORDER}/verifyDomainOwnership") is None)
    checks.check("issued", lambda: eventually(thumbprint, 90))
    checks.check("its Timeline", lambda: arm("post", f"{ORDER}/retrieveCertificateActions")[0]["actionType"])


def exporting() -> None:
    def recipe() -> bool:
        subprocess.run(EXPORT, shell=True, check=True)
        told = subprocess.run(FINGERPRINT, shell=True, check=True, capture_output=True, text=True).stdout
        return told.strip().rpartition("=")[2].replace(":", "") == thumbprint()

    checks.check("the recipe of the documentation, word for word", recipe)
    checks.check("the file is a PFX", lambda: Path("appservicecertificate.pfx").stat().st_size > 500)


def secrets() -> None:
    def secret(line: str) -> Any:
        return az(f"keyvault secret {line} --vault-name contoso-az")

    checks.check("secret set", lambda: secret("set -n note --value one")["value"] == "one")
    checks.check("secret show", lambda: secret("show -n note")["value"] == "one")
    checks.check("secret list", lambda: {one["name"] for one in secret("list")} == {"note", "contosocert"})
    checks.check("secret list-versions", lambda: len(secret("list-versions -n note")) == 1)
    checks.check("secret off", lambda: secret("set-attributes -n note --enabled false"))
    checks.refused("secret show, off", "SecretDisabled", lambda: secret("show -n note"))
    checks.check("secret delete", lambda: secret("delete -n note")["recoveryId"])
    checks.check("secret list-deleted", lambda: len(secret("list-deleted")) == 1)
    checks.check("secret recover", lambda: secret("recover -n note")["name"] == "note")


def certificates() -> None:
    def certificate(line: str) -> Any:
        return az(f"keyvault certificate {line} --vault-name contoso-az")

    create = f"create -n own -p {word(POLICY)}"
    policy = (
        f"keyvault set-policy -n contoso-az --object-id {LOGIN['principal']} --secret-permissions get list"
    )
    write = "keyvault secret set --vault-name contoso-az -n no --value x"
    checks.check("certificate create", lambda: certificate(create)["status"] == "completed")
    checks.check("certificate list", lambda: len(certificate("list")) == 1)
    checks.check("certificate show", lambda: certificate("show -n own")["cer"])
    checks.refused(
        "no object of the order", "CertificateNotFound", lambda: certificate("show -n contosocert")
    )
    checks.check("set-policy", lambda: az(policy))
    checks.refused("the policy counts", "KeyVaultAccessDenied", lambda: az(write))


def binding() -> None:
    name = "--key-vault contoso-az --key-vault-certificate-name contosocert"
    checks.check("ssl import", lambda: az(f"{SSL} import {APP} {name}")["thumbprint"] == thumbprint())
    bind = f"{SSL} bind {APP} --certificate-thumbprint {thumbprint()} --ssl-type SNI --hostname contoso.com"
    checks.check("ssl bind", lambda: az(bind) and bound() == [thumbprint()])


def rekeying() -> None:
    old = thumbprint()
    sync = f"resource update --ids {linked()['id']} --set properties.keyVaultSecretName=contosocert"
    checks.check("rekey", lambda: arm("post", f"{ORDER}/reissue") is None)
    checks.check("rekeyed", lambda: eventually(lambda: thumbprint() not in ("", old), 90))
    checks.check("sync", lambda: az(sync))
    checks.check("the binding follows", lambda: bound() == [thumbprint()])


def changing() -> None:
    renew = f"resource update --ids {ORDER} --set properties.autoRenew=false"
    record = "network dns record-set txt add-record -g rg-web -z contoso.com -n @ -v hello"
    tls = f"webapp config set {APP} --min-tls-version 1.1"
    checks.check("auto renew off", lambda: az(renew)["properties"]["autoRenew"] is False)
    checks.check("tags", lambda: az(f"resource tag --ids {ORDER} --tags a=b")["tags"] == {"a": "b"})
    checks.check("https only", lambda: az(f"webapp update {APP} --https-only true")["httpsOnly"])
    checks.check("minimum TLS", lambda: az(tls)["minTlsVersion"] == "1.1")
    checks.check("TXT record", lambda: az(record)["fqdn"])


def ending() -> None:
    def unbind() -> bool:
        az(f"{SSL} unbind {APP} --certificate-thumbprint {bound()[0]} --hostname contoso.com")
        return bound() == []

    delete = f"{SSL} delete -g rg-web --certificate-thumbprint"
    checks.check("its lock", lambda: [one["name"] for one in az(f"lock list {LOCKED}")])
    checks.refused("delete while locked", "ScopeLocked", lambda: arm("delete", ORDER))
    checks.check("lock delete", lambda: az(f"lock delete -n AppServiceCertificateLock {LOCKED}") is None)
    checks.check("resource delete", lambda: az(f"resource delete --ids {ORDER}") is None)
    checks.check("revoked", lambda: order()["status"] == "Revoked")
    checks.check("ssl unbind", unbind)
    checks.check("ssl delete", lambda: az(f"{delete} {linked()['thumbprint']}") is None)
    checks.check("ssl create", lambda: az(f"{SSL} create {APP} --hostname www.contoso.com")["name"])


if __name__ == "__main__":
    for part in (reading, buying, exporting, secrets, certificates, binding, rekeying, changing, ending):
        print(f"--- {part.__name__}")
        part()
    sys.exit(checks.result())

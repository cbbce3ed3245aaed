"""A certificate's life by the Azure CLI alone, on the walk world, whose clock runs.

Run in the environment that `run` sets: `az` is on the path and logged in.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.clients.checks import Checks, eventually

LOGIN = json.loads(os.environ["CERTBLADE_LOGIN"])
GROUP = f"/subscriptions/{LOGIN['subscription']}/resourceGroups/rg-web"
ORDER = f"{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders/contosocert"
APP = ("-g", "rg-web", "-n", "contoso-app")
LOCKED = (
    "-g",
    "rg-web",
    "--resource",
    "contosocert",
    "--resource-type",
    "Microsoft.CertificateRegistration/certificateOrders",
)
#: Seed: "Export certificate", the command line's tab, with the names of this world.
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
checks = Checks()


def az(*words: str) -> Any:
    """What the command prints, read as JSON; raises `RuntimeError` with its complaint."""
    done = subprocess.run(("az", *words, "-o", "json"), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout) if done.stdout.strip() else None


def arm(method: str, path: str, *more: str) -> Any:
    return az("rest", "-m", method, "-u", f"{LOGIN['origin']}{path}?api-version=2024-11-01", *more)


def order() -> Any:
    return az("resource", "show", "--ids", ORDER)["properties"]


def thumbprint() -> str:
    return order()["signedCertificate"]["thumbprint"] if order()["status"] == "Issued" else ""


def bound() -> list[str]:
    states = az("webapp", "show", *APP)["hostNameSslStates"]
    return [one["thumbprint"] for one in states if one["thumbprint"]]


def reading() -> None:
    checks.check("az account show", lambda: "simulated" in az("account", "show")["name"])
    checks.check("az group list", lambda: len(az("group", "list")) == 2)
    checks.check("az group show", lambda: az("group", "show", "-n", "rg-web")["location"] == "westeurope")
    checks.check("az resource list", lambda: len(az("resource", "list")) > 5)
    checks.check("az webapp list", lambda: [one["name"] for one in az("webapp", "list")])
    checks.check("az appservice plan list", lambda: len(az("appservice", "plan", "list")) == 2)
    checks.check(
        "az webapp config hostname list",
        lambda: az("webapp", "config", "hostname", "list", "-g", "rg-web", "--webapp-name", "contoso-app"),
    )
    checks.check(
        "az webapp config show", lambda: az("webapp", "config", "show", *APP)["minTlsVersion"] == "1.2"
    )
    checks.check("az network dns zone list", lambda: len(az("network", "dns", "zone", "list")) == 1)
    checks.check(
        "az network dns record-set list",
        lambda: az("network", "dns", "record-set", "list", "-g", "rg-web", "-z", "contoso.com"),
    )
    checks.check("az lock list", lambda: az("lock", "list") == [])


def buying() -> None:
    properties = {"distinguishedName": "CN=contoso.com", "productType": "StandardDomainValidatedSsl"}
    checks.check(
        "az keyvault create",
        lambda: (
            az(
                "keyvault",
                "create",
                "-n",
                "contoso-az",
                "-g",
                "rg-web",
                "-l",
                "westeurope",
                "--enable-rbac-authorization",
                "false",
            )["name"]
            == "contoso-az"
        ),
    )
    checks.check(
        "buy",
        lambda: az(
            "resource",
            "create",
            "--id",
            ORDER,
            "--location",
            "global",
            "--properties",
            json.dumps(properties),
        ),
    )
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/contoso-az"
    link = json.dumps({"keyVaultId": vault, "keyVaultSecretName": "contosocert"})
    checks.check(
        "store",
        lambda: az(
            "resource",
            "create",
            "--id",
            f"{ORDER}/certificates/contosocert",
            "--location",
            "global",
            "--properties",
            link,
        ),
    )
    checks.check("verify", lambda: arm("post", f"{ORDER}/verifyDomainOwnership") is None)
    checks.check("issued", lambda: eventually(thumbprint, 90))
    checks.check("its Timeline", lambda: arm("post", f"{ORDER}/retrieveCertificateActions")[0]["actionType"])


def exporting() -> None:
    def recipe() -> bool:
        subprocess.run(EXPORT, shell=True, check=True)
        text = subprocess.run(
            "openssl pkcs12 -in appservicecertificate.pfx -passin pass: -nodes | "
            "openssl x509 -noout -fingerprint -sha1",
            shell=True,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        return text.strip().rpartition("=")[2].replace(":", "") == thumbprint()

    checks.check("the recipe of the documentation, word for word", recipe)
    checks.check("the file is a PFX", lambda: Path("appservicecertificate.pfx").stat().st_size > 500)


def secrets() -> None:
    def secret(verb: str, *more: str) -> Any:
        return az("keyvault", "secret", verb, "--vault-name", "contoso-az", *more)

    checks.check("secret set", lambda: secret("set", "-n", "note", "--value", "one")["value"] == "one")
    checks.check("secret show", lambda: secret("show", "-n", "note")["value"] == "one")
    checks.check("secret list", lambda: {one["name"] for one in secret("list")} == {"note", "contosocert"})
    checks.check("secret list-versions", lambda: len(secret("list-versions", "-n", "note")) == 1)
    checks.check("secret off", lambda: secret("set-attributes", "-n", "note", "--enabled", "false"))
    checks.refused("secret show, off", "SecretDisabled", lambda: secret("show", "-n", "note"))
    checks.check("secret delete", lambda: secret("delete", "-n", "note")["recoveryId"])
    checks.check("secret list-deleted", lambda: len(secret("list-deleted")) == 1)
    checks.check("secret recover", lambda: secret("recover", "-n", "note")["name"] == "note")
    checks.check(
        "certificate create",
        lambda: (
            az(
                "keyvault",
                "certificate",
                "create",
                "--vault-name",
                "contoso-az",
                "-n",
                "own",
                "-p",
                json.dumps(
                    {
                        "issuerParameters": {"name": "Self"},
                        "keyProperties": {
                            "exportable": True,
                            "keySize": 2048,
                            "keyType": "RSA",
                            "reuseKey": False,
                        },
                        "secretProperties": {"contentType": "application/x-pkcs12"},
                        "x509CertificateProperties": {
                            "subject": "CN=own.contoso.com",
                            "validityInMonths": 12,
                        },
                    }
                ),
            )["status"]
            == "completed"
        ),
    )
    checks.check(
        "certificate list",
        lambda: len(az("keyvault", "certificate", "list", "--vault-name", "contoso-az")) == 1,
    )
    checks.check(
        "certificate show",
        lambda: az("keyvault", "certificate", "show", "--vault-name", "contoso-az", "-n", "own")["cer"],
    )
    checks.refused(
        "no certificate object of the order",
        "CertificateNotFound",
        lambda: az("keyvault", "certificate", "show", "--vault-name", "contoso-az", "-n", "contosocert"),
    )
    checks.check(
        "set-policy",
        lambda: az(
            "keyvault",
            "set-policy",
            "-n",
            "contoso-az",
            "--object-id",
            LOGIN["principal"],
            "--secret-permissions",
            "get",
            "list",
        ),
    )
    checks.refused(
        "the policy counts", "KeyVaultAccessDenied", lambda: secret("set", "-n", "no", "--value", "x")
    )


def using() -> None:
    checks.check(
        "ssl import",
        lambda: (
            az(
                "webapp",
                "config",
                "ssl",
                "import",
                *APP,
                "--key-vault",
                "contoso-az",
                "--key-vault-certificate-name",
                "contosocert",
            )["thumbprint"]
            == thumbprint()
        ),
    )
    checks.check("ssl list", lambda: az("webapp", "config", "ssl", "list", "-g", "rg-web")[0]["thumbprint"])
    checks.check(
        "ssl bind",
        lambda: (
            az(
                "webapp",
                "config",
                "ssl",
                "bind",
                *APP,
                "--certificate-thumbprint",
                thumbprint(),
                "--ssl-type",
                "SNI",
                "--hostname",
                "contoso.com",
            )
            and bound() == [thumbprint()]
        ),
    )
    old = thumbprint()
    checks.check("rekey", lambda: arm("post", f"{ORDER}/reissue") is None)
    checks.check("rekeyed", lambda: eventually(lambda: thumbprint() not in ("", old), 90))
    linked = az("webapp", "config", "ssl", "list", "-g", "rg-web")[0]["id"]
    checks.check(
        "sync",
        lambda: az(
            "resource", "update", "--ids", linked, "--set", "properties.keyVaultSecretName=contosocert"
        ),
    )
    checks.check("the binding follows", lambda: bound() == [thumbprint()])
    checks.check(
        "auto renew off",
        lambda: (
            az("resource", "update", "--ids", ORDER, "--set", "properties.autoRenew=false")["properties"][
                "autoRenew"
            ]
            is False
        ),
    )
    checks.check("tags", lambda: az("resource", "tag", "--ids", ORDER, "--tags", "a=b")["tags"] == {"a": "b"})
    checks.check("https only", lambda: az("webapp", "update", *APP, "--https-only", "true")["httpsOnly"])
    checks.check(
        "minimum TLS",
        lambda: az("webapp", "config", "set", *APP, "--min-tls-version", "1.1")["minTlsVersion"] == "1.1",
    )
    checks.check(
        "TXT record",
        lambda: az(
            "network",
            "dns",
            "record-set",
            "txt",
            "add-record",
            "-g",
            "rg-web",
            "-z",
            "contoso.com",
            "-n",
            "@",
            "-v",
            "hello",
        )["fqdn"],
    )


def ending() -> None:
    checks.check("its lock", lambda: [one["name"] for one in az("lock", "list", *LOCKED)])
    checks.refused("delete while locked", "ScopeLocked", lambda: arm("delete", ORDER))
    checks.check(
        "lock delete", lambda: az("lock", "delete", "-n", "AppServiceCertificateLock", *LOCKED) is None
    )
    checks.check("resource delete", lambda: az("resource", "delete", "--ids", ORDER) is None)
    checks.check("revoked", lambda: order()["status"] == "Revoked")
    checks.check(
        "ssl unbind",
        lambda: (
            az(
                "webapp",
                "config",
                "ssl",
                "unbind",
                *APP,
                "--certificate-thumbprint",
                bound()[0],
                "--hostname",
                "contoso.com",
            )
            and bound() == []
        ),
    )
    checks.check(
        "ssl delete",
        lambda: (
            az(
                "webapp",
                "config",
                "ssl",
                "delete",
                "-g",
                "rg-web",
                "--certificate-thumbprint",
                az("webapp", "config", "ssl", "list", "-g", "rg-web")[0]["thumbprint"],
            )
            is None
        ),
    )
    checks.check(
        "ssl create",
        lambda: az("webapp", "config", "ssl", "create", *APP, "--hostname", "www.contoso.com")["name"],
    )


if __name__ == "__main__":
    for part in (reading, buying, exporting, secrets, using, ending):
        print(f"--- {part.__name__}")
        part()
    sys.exit(checks.result())

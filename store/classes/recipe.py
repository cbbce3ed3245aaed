"""What puts a class behind a browser: ttyd for the terminals, nginx in front for TLS and logins.

certblade serves nothing itself. ttyd runs one terminal a browser tab, and nginx is the only way to it: it
asks for a password, and tells ttyd who logged in. The files name no secret, and listen on this machine alone
until `listen` in nginx.conf is changed.
Sources: the manual page of ttyd (1.7); "Module ngx_http_auth_basic_module" and "WebSocket proxying" (nginx
documentation); "Standalone server proxies" (jupyter-server-proxy documentation).
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

#: Trainees' terminals at a time; ttyd refuses more.
MOST_TERMINALS = 60

_TRAINEE = """\
#!/bin/sh
# The terminal of one trainee, run by ttyd, which says who logged in.
case "$TTYD_USER" in
    *[!a-z0-9]* | "") echo "There is no such trainee."; exit 1 ;;
esac
world={folder}/"$TTYD_USER"/state.json
[ -f "$world" ] || {{ echo "There is no such trainee."; exit 1; }}
# Terminals in a browser have all colours, and say so in no other way.
export COLORTERM=truecolor
exec {program} --state "$world"
"""

_START = """\
#!/bin/sh
# Starts the class; ctrl+c stops it. Needs ttyd and nginx: `certblade class check` says what is missing.
set -eu
here={serve}
mkdir -p "$here/run"
# The socket is the only way to the terminals: whoever can open it needs no password.
chmod 700 "$here/run"
ttyd -i "$here/run/ttyd.sock" -W -O -H X-Trainee -m {most} \\
    -t fontFamily="DejaVu Sans Mono" -t rescaleOverlappingGlyphs=true -t disableLeaveAlert=true \\
    "$here/trainee.sh" &
terminals=$!
trap 'kill "$terminals" 2>/dev/null || true' EXIT
trap 'exit 0' INT TERM HUP
# Started by root, nginx would work as somebody else, who may not read the passwords.
as=""
[ "$(id -u)" != 0 ] || as="user root;"
nginx -p "$here" -c "$here/nginx.conf" -g "daemon off; $as"
"""

_NGINX = """\
# Logins and TLS in front of the terminals. Passwords are in `users`, the certificate in tls.crt and tls.key.
pid run/nginx.pid;
error_log run/error.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log run/access.log;
    client_body_temp_path run/body;
    proxy_temp_path run/proxy;
    fastcgi_temp_path run/fastcgi;
    uwsgi_temp_path run/uwsgi;
    scgi_temp_path run/scgi;
    server {{
        # This machine alone. To let others in, name the address of a network that you trust instead.
        listen 127.0.0.1:8443 ssl;
        ssl_certificate tls.crt;
        ssl_certificate_key tls.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        auth_basic "certblade";
        auth_basic_user_file users;
        location / {{
            proxy_pass http://unix:{serve}/run/ttyd.sock;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            # ttyd compares it with the page's origin, and refuses pages of others.
            proxy_set_header Host $http_host;
            # Whatever a browser sends under this name is replaced by who logged in.
            proxy_set_header X-Trainee $remote_user;
            proxy_read_timeout 1h;
        }}
    }}
}}
"""

_HUB = """\
# JupyterHub for a department: each user gets a server of their own, and certblade in it.
# On Kubernetes the same holds with kubespawner; logins by LTI or single sign-on are the hub's.
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.Spawner.cmd = ["jupyterhub-singleuser"]
c.Spawner.environment = {"JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp"}
c.Spawner.args = ["--config={serve}/jupyter_server_config.py"]
c.Spawner.default_url = "/certblade/"
# Teachers open the servers of all, and see what is done there.
c.JupyterHub.load_roles = [
    {"name": "teacher", "scopes": ["admin-ui", "admin:servers", "access:servers"], "groups": ["teachers"]},
]
"""

_SERVER = """\
# Each user's server: no shell, and certblade through ttyd on a socket whose name ends in .sock.
import os

c = get_config()  # noqa: F821
c.ServerApp.terminals_enabled = False
home = os.path.expanduser("~")
c.ServerProxy.servers = {
    "certblade": {
        "command": ["ttyd", "-i", "{unix_socket}", "-W", "-t", "fontFamily=DejaVu Sans Mono",
                    "-t", "rescaleOverlappingGlyphs=true", "{program}", "--state", home + "/state.json"],
        "unix_socket": home + "/ttyd.sock",
        "environment": {"COLORTERM": "truecolor"},
        "timeout": 30,
    }
}
"""

_README = """\
A class in the browser, on one machine
======================================

1. Install ttyd (1.7 or later) and nginx, as your system has them.
2. A password for each trainee, here for the first of them:

     printf '{login}:%s\\n' "$(openssl passwd -apr1)" >> users && chmod 600 users

3. A certificate. For a trial on this machine:

     openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost \\
         -addext subjectAltName=DNS:localhost -keyout tls.key -out tls.crt && chmod 600 tls.key

4. certblade class check {folder}
5. ./start.sh, and in a browser: https://localhost:8443

It listens on this machine alone until `listen` in nginx.conf is changed. A trainee's world is kept when the
tab is closed; a new tab opens it again. `certblade class list {folder}` shows how everybody gets on.

For a department: jupyterhub_config.py and jupyter_server_config.py are the same for JupyterHub with
jupyter-server-proxy, where each user has an account or a pod of their own; copy a world to each home as
state.json. JupyterHub starts, stops and watches the servers.
"""


def serve_folder(folder: Path) -> Path:
    """Where the files of the recipe lie."""
    return folder / "serve"


def recipe(folder: Path, login: str, program: str) -> dict[str, tuple[str, int]]:
    """Name → text and mode of each file, for the class in `folder` (absolute).

    `login` is an example for the reader, `program` the path of certblade.
    """
    serve = str(serve_folder(folder))
    words = {"folder": quote(str(folder)), "serve": quote(serve), "program": quote(program)}
    return {
        "trainee.sh": (_TRAINEE.format(**words), 0o700),
        "start.sh": (_START.format(**words, most=MOST_TERMINALS), 0o700),
        "nginx.conf": (_NGINX.format(serve=serve), 0o600),
        "jupyterhub_config.py": (_HUB.replace("{serve}", serve), 0o600),
        "jupyter_server_config.py": (_SERVER.replace("{program}", program), 0o600),
        "README.txt": (_README.format(login=login, folder=words["folder"]), 0o600),
    }

"""schemathesis against a running office and the contract that it serves.

Three rounds, bounded and with a fixed seed. `strangers`: all of the contract, by somebody who has no token. `owner`: the
routes of one registration, by who has its token, with its id and one of its begun photos in the paths, so that what lies
behind the token is reached. `closed`: the same for a registration that was withdrawn. The last two end by asking what
became of the registration.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

from office import Office

HERE = pathlib.Path(__file__).resolve().parent
SEED = "20261123"
# Left out, and why:
# - positive_data_acceptance: an envelope is ciphertext and an offset is a state: no generator makes one that is taken.
# - ignored_auth: an unknown token is answered as an unknown registration (404), not 401: on purpose.
# - missing_required_header: it wants 401 for that too; negative_data_rejection leaves out headers as well.
# - ensure_resource_availability, use_after_free: what POST makes, the record has reserved; nothing new is named.
LEFT_OUT = (
    "positive_data_acceptance,ignored_auth,missing_required_header,ensure_resource_availability,use_after_free,"
    "object_level_authorization"
)

# What is refused may be refused in these ways: an unknown token is an unknown registration (404), a missing one is malformed (400),
# tus has a status for its version (412), a size over the limit another one (413).
CHECKS = """
[checks]
negative_data_rejection.expected-statuses = [400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429]
"""


def main():
    rounds = sys.argv[1:] or list(ROUNDS)
    with Office() as office, tempfile.TemporaryDirectory() as folder:
        failed = [name for name in rounds if ROUNDS[name](office, pathlib.Path(folder)) != 0]
    if failed:
        raise SystemExit("the office does not keep its contract: " + ", ".join(failed))


def strangers(office, folder):
    return run(office, folder / "strangers.toml", "", ["--phases", "coverage,fuzzing", "-n", "40"])


def owner(office, folder):
    one = office.seal(61234, 2000)
    ask(office, one, "PUT", "/revisions/1", 201, pathlib.Path(one["envelope"]).read_bytes(), {"Content-Type": "application/octet-stream"})
    photo = one["photos"][0]
    ask(office, one, "POST", "/photos", 201, None, tus(photo))
    # Not those that would end it: the next round has one that is ended.
    endings = ["--exclude-operation-id", "withdraw", "--exclude-operation-id", "terminate"]
    status = about(office, folder / "owner.toml", one, 60, endings)
    # Nothing that was sent at random made a photo whole, or harmed the registration.
    document = ask(office, one, "GET", "", 200)
    if document["state"] != "receiving" or [one["length"] for one in document["photos"]] != [61234, 2000]:
        print("the registration is no longer what it was:", document)
        return 1
    return status


def closed(office, folder):
    one = office.seal(3000)
    ask(office, one, "PUT", "/revisions/1", 201, pathlib.Path(one["envelope"]).read_bytes(), {"Content-Type": "application/octet-stream"})
    ask(office, one, "DELETE", "", 200)
    status = about(office, folder / "closed.toml", one, 25, [])
    document = ask(office, one, "GET", "", 200)
    if document["state"] != "withdrawn" or document["photos"][0]["offset"] != 0:
        print("a withdrawn registration took something:", document)
        return 1
    return status


def about(office, config, one, examples, arguments):
    """The routes of one registration, with its token."""
    photo = one["photos"][0]
    values = {"path.id": one["id"], "path.digest": photo["digest"]}
    values |= {f"header.{name}": value for name, value in tus(photo).items()}
    text = "[parameters]\n" + "".join(f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in values.items())
    arguments = [*arguments, "--include-path-regex", "/registrations/", "-n", str(examples)]
    arguments += ["--phases", "coverage,fuzzing", "-H", f"Authorization: Bearer {one['token']}"]
    # Where a value is given here, schemathesis still believes that it made a wrong one: refusals are the strangers' round.
    return run(office, config, text, arguments, LEFT_OUT + ",negative_data_rejection")


def tus(photo):
    digest = base64.b64encode(photo["digest"].encode()).decode()
    return {"Tus-Resumable": "1.0.0", "Upload-Length": str(photo["length"]), "Upload-Metadata": f"digest {digest}"}


def ask(office, one, method, path, status, body=None, headers=None):
    """One request that must be answered so; its document, if it has one."""
    headers = {"Authorization": f"Bearer {one['token']}"} | (headers or {})
    url = f"{office.url}/v1/registrations/{one['id']}{path}"
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers, method=method)) as answer:
        assert answer.status == status, (method, path, answer.status)
        text = answer.read()
    return json.loads(text) if text else None


def run(office, config, text, arguments, left_out=LEFT_OUT):
    config.write_text(f"hooks = {json.dumps(str(HERE / 'hooks.py'))}\n{CHECKS}{text}\n")
    command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "--config-file", str(config), "run"]
    command += [f"{office.url}/v1/openapi.json", "--seed", SEED, "--generation-database", "none", "--no-color", "--warnings", "off"]
    command += ["--checks", "all", "--exclude-checks", left_out, "--request-timeout", "20", "--continue-on-failure"]
    return subprocess.run([*command, *arguments], check=False).returncode


ROUNDS = {"strangers": strangers, "owner": owner, "closed": closed}

if __name__ == "__main__":
    main()

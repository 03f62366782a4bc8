#!/usr/bin/env python3
"""All that the office is made of, as CycloneDX 1.5: name, version, licence, source and checksum of every crate that is linked
into the program for one target. Read from `cargo metadata` and Cargo.lock, so it says what is built and nothing else.

    scripts/sbom.py --target x86_64-unknown-linux-gnu --features s3 > sbom.cdx.json
"""
import argparse
import json
import os
import subprocess
import sys
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "payung-office"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--target", required=True, help="the Rust target that is built for")
    arguments.add_argument("--features", default="", help="the program's features that are built in, with commas")
    chosen = arguments.parse_args()
    target = chosen.target
    features = ["--features", ",".join(f"{PROGRAM}/{one}" for one in chosen.features.split(","))] if chosen.features else []
    text = subprocess.run(
        ["cargo", "metadata", "--format-version=1", "--locked", "--filter-platform", target, *features],
        cwd=ROOT, check=True, capture_output=True).stdout
    metadata = json.loads(text)
    checksums = {
        (package["name"], package["version"]): package.get("checksum")
        for package in tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    }
    packages = {package["id"]: package for package in metadata["packages"]}
    links = {
        node["id"]: [dep["pkg"] for dep in node["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
        for node in metadata["resolve"]["nodes"]
    }
    program = next(package["id"] for package in packages.values() if package["name"] == PROGRAM)
    used, waiting = set(), [program]
    while waiting:
        at = waiting.pop()
        if at not in used:
            used.add(at)
            waiting += links[at]
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), timezone.utc)
    components = [component(packages[one], checksums) for one in used if one != program]
    components.sort(key=lambda one: one["bom-ref"])
    root = component(packages[program], checksums)
    root["type"] = "application"
    content = json.dumps([root, components], sort_keys=True)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        # The same content has the same number.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": root},
        "components": components,
        "dependencies": sorted(
            ({"ref": purl(packages[one]), "dependsOn": sorted(purl(packages[dep]) for dep in set(links[one]))} for one in used),
            key=lambda one: one["ref"]),
    }
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
    print()


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums):
    found = {"type": "library", "bom-ref": purl(package), "name": package["name"], "version": package["version"],
             "purl": purl(package)}
    if package.get("license"):
        found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if package.get("description"):
        found["description"] = " ".join(package["description"].split())
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package.get("repository"):
        found["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return found


main()

#!/bin/sh
# Puts a released office into place, as root, from the unpacked archive. It starts nothing: docs/first-day.md goes on.
# DESTDIR=/somewhere install.sh puts it there instead, for packagers.
set -eu
cd "$(dirname "$0")"
sha256sum --quiet --check SHA256SUMS
root=${DESTDIR-}
install -D -m 0755 bin/office "$root/usr/local/bin/office"
install -D -m 0755 bin/payung-office "$root/usr/local/sbin/payung-office"
for unit in systemd/*; do install -D -m 0644 "$unit" "$root/etc/systemd/system/$(basename "$unit")"; done
for page in man/*.1; do install -D -m 0644 "$page" "$root/usr/local/share/man/man1/$(basename "$page")"; done
install -D -m 0644 completions/office.bash "$root/usr/local/share/bash-completion/completions/office"
install -D -m 0644 completions/_office "$root/usr/local/share/zsh/site-functions/_office"
install -D -m 0644 completions/office.fish "$root/usr/local/share/fish/vendor_completions.d/office.fish"
for file in proxy/* monitoring/* docs/* retention.json sbom.cdx.json RELEASE.txt LICENSE NOTICE CHANGELOG.md; do
    install -D -m 0644 "$file" "$root/usr/local/share/doc/payung-office/$file"
done
if [ -z "$root" ] && ! id payung >/dev/null 2>&1; then useradd --system payung; fi
echo "installed; now /usr/local/share/doc/payung-office/docs/first-day.md"

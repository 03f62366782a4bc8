#!/usr/bin/env bash
# ./payung sandbox pay CODE: pays at the sandbox acquirer that `./payung office start` runs. No money is moved.
#
#   CODE   a payment code, or the text of a QRIS code, as `./payung term pay` shows it
#
# A page with all open codes, each with a button that pays it, is at the address that `./payung sandbox` prints.
set -eu
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
trial_folders
sandbox_folder
if ! sandbox_runs; then
    echo "payung: no sandbox runs here; ./payung office start starts one" >&2
    exit 1
fi
url=$(sandbox_url)
case ${1-} in
    '') echo "The sandbox runs at $url" ;;
    pay)
        [ $# -eq 2 ] || { echo "payung: which code? See --help" >&2 && exit 2; }
        exec "$BIN/payung-sandbox-acquirer" pay "$2" --at "${url#http://}"
        ;;
    *)
        echo "payung: \`sandbox $1\` is not known; see --help" >&2
        exit 2
        ;;
esac

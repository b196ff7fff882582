#!/usr/bin/env bash
# Gradescope runs this program once, as root, when it builds the image. It installs everything beside this file.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export DEBIAN_FRONTEND=noninteractive

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
complete() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }
newest() {
    for python in python3.13 python3.12 python3.11 python3.14 python3; do
        if recent "$python"; then echo "$python"; return; fi
    done
    return 1
}
install() { apt-get install -y --no-install-recommends "$@"; }

apt-get update || true
for package in libseccomp2 bubblewrap; do
    install "$package" || echo "setup: no $package: the sandbox will be a weaker one" >&2
done
python=$(newest) || { install python3.11; python=$(newest); } || {
    echo "setup: no Python 3.11 or newer, and none to install; choose Ubuntu 22.04 or 24.04 as the base image" >&2
    exit 1
}
complete "$python" || install "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"

"$python" -m venv --clear "$here/.venv"
"$here/.venv/bin/python" -m pip --disable-pip-version-check install --no-cache-dir --require-hashes --requirement "$here/requirements.txt"
chmod -R go= "$here/lab"  # students' code runs as an ordinary user, whatever the sandbox: it cannot read the tables
PYTHONPATH=$here "$here/.venv/bin/python" -P -c 'import autograder.bridges.gradescope_run'
echo "setup: the grader is installed, with $("$here/.venv/bin/python" --version)"

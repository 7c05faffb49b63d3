# Who runs the servers of a private instance, and where they may live. Sourced by the scripts beside it.
# Servers never run as root: started by root they become the system account below, otherwise they stay who you are.

account=jobboard
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(dirname "$scripts")

# On Debian an ordinary user's PATH lacks the directories of nginx and useradd. Every script that needs them reads this.
[[ :$PATH: = *:/usr/sbin:* ]] || export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { echo "$*"; }
fail() { echo "Error: $*" >&2; exit 1; }

# need_programs SECTION...: fails at once, by name, where programs of these sections of deploy/packages cannot be found.
# Without a browser only what needs one is skipped.
need_programs() {
    local section package command lacking=()
    while read -r section package command; do
        [[ " $* " = *" $section "* && -n $command && $package != chromium ]] || continue
        command -v "$command" >/dev/null || lacking+=("$command")
    done < <(grep -v '^#' "$scripts/packages")
    ((!${#lacking[@]})) || fail "These programs cannot be found: ${lacking[*]}. Install their packages: deploy/install $*"
}

# Makes the system account if it is needed and missing.
need_account() {
    ((EUID == 0)) || return 0
    getent passwd "$account" >/dev/null && return 0
    groupadd --system --force "$account"
    useradd --system --gid "$account" --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin "$account"
}

# Goes before a command that the servers' account shall run in place of root.
become=()
((EUID)) || become=(setpriv --reuid="$account" --regid="$account" --init-groups --inh-caps=-all --)
as_servers() { "${become[@]}" "$@"; }

# A unix socket's path has at most 107 bytes; the longest that is made below a room has 26 of them.
readonly longest_room=81

# room PATH: makes the directory PATH for the servers, private to them. Where they cannot reach it (a checkout in a
# home that only its owner may enter), or where sockets in it would have too long a name, PATH becomes a link to a
# directory in /var/tmp; the same where its path has blanks or other characters that settings and configurations of servers
# would have to quote. An existing one is kept.
room() {
    local path place
    path=$(realpath --canonicalize-missing --no-symlinks "$1")
    need_account
    [[ -e $path ]] || rm -f "$path"
    if [[ ! -e $path ]]; then
        mkdir "$path" || fail "The directory $path cannot be made."
        give "$path"
        if ((${#path} > longest_room)) || [[ $path =~ [^A-Za-z0-9/._+@-] ]] || ! as_servers test -w "$path"; then
            rmdir "$path"
            place=$(mktemp -d /var/tmp/jobboard-XXXXXX)
            give "$place"
            ln -s "$place" "$path"
        fi
    fi
    as_servers test -w "$(readlink -f "$path")" ||
        fail "$path belongs to somebody else; remove it or start as the user who made it."
}

give() {
    chmod 700 "$1"
    ((EUID)) || chown "$account:$account" "$1"
}

# forget PATH: removes a room with all that is in it.
forget() {
    local path=$1
    [[ ! -L $path ]] || rm -rf "$(readlink -f "$path")"
    rm -rf "$path"
}

# copy_tree TO BUILD: copies what the servers and tests read to where their account can reach it, as the same tree.
# A running instance is then also not disturbed by a build.
copy_tree() {
    local to=$1 build=$2 path
    mkdir -p "$to"
    cd "$tree"
    for path in Makefile README.md CHANGELOG.md LICENSE .env.example .gitignore .dockerignore app handlers lib nginx sql templates deploy docs t build/assets build/browser build/identity \
        "$build/jobboard" "$build/tests" "$build"/t/*_stub; do
        [[ ! -e $path ]] || cp --recursive --parents --preserve=mode,timestamps --remove-destination "$path" "$to"
    done
    cd - >/dev/null
    chmod -R u+rwX,go+rX "$to"
    ((EUID)) || chown -R "$account:$account" "$to"
}

# copy_clients TO: what generates clients, for a copy of the tree. It is large, so only what wants it copies it.
copy_clients() {
    [[ -e $tree/build/clients/complete ]] || return 0
    mkdir -p "$1/build"
    cp --recursive "$tree/build/clients" "$1/build/"
    chmod -R u+rwX,go+rX "$1/build/clients"
    ((EUID)) || chown -R "$account:$account" "$1/build"
}

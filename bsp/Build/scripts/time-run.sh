#!/usr/bin/env bash
# Times what a newcomer and a developer wait for: `make run` of a clean clone until the shell's prompt, again with nothing
# changed, with one changed file of a service, with one of the kernel. The clone has the last commit, without what is not committed.
# Needs the tools and, in the cache of NuGet, the packages. Prints a line each: the seconds, their limit, what was timed.
# Exit status: 0 all within, 1 one is not or did not come to a prompt.
. "$(dirname "$0")/common.sh"

clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
git clone -q "$root" "$clone/project" || exit 1
cd "$clone/project" || exit 1

# until_prompt WANTED WHAT: from now until make run has printed the prompt. Its input ends at once, so it leaves by itself.
until_prompt() {
    local begun line prompt= log=$clone/log
    begun=$(date +%s%N)
    while IFS= read -r line; do
        case $line in
            *"RustKernel shell"*) prompt=$(($(date +%s%N) - begun)) ;;
        esac
    done < <(timeout 900 make run < /dev/null 2>&1 | tee "$log")
    if [ -z "$prompt" ]; then
        tail -n 20 "$log" >&2
        echo "no prompt: $2" >&2
        exit 1
    fi
    printf '%6d.%d s of at most %3d  %s\n' $((prompt / 1000000000)) $((prompt / 100000000 % 10)) "$1" "$2"
    [ $((prompt / 1000000000)) -lt "$1" ] || status=1
}

status=0
until_prompt 100 "from a clean clone"
until_prompt 12 "nothing changed"
echo "// Changed." >> services/Shell/Shell.cs
until_prompt 12 "one file of a service changed"
echo "// Changed." >> kernel/Core/Exceptions/SystemTick.cs
until_prompt 15 "one file of the kernel changed"
exit $status

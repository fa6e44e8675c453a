#!/usr/bin/env bash
# Runs the tests and ends with "N passed, N failed, N skipped" as its last line.
# usage: test.sh [--run hil|soak] [PART ...]
#        PART: build, host, e2e, format, mutations, reproducible, or a test project's name; none means all
#        (reproducible, minutes for a second Image, with --run hil alone)
#
# A test belongs to `make test` unless it carries [Trait("Run", "hil")] (the whole rig and the whole matrix: `make hil`)
# or [Trait("Run", "soak")] (hours: `make soak`). --run picks one of these instead.
#
# One build, then one test process per part over that part's assemblies, one assembly after the other: `dotnet test` on the
# solution would build again and start every project's host at once, which overloads a small machine and makes
# deadlines of end-to-end tests unreliable. Counts come from the TRX file of each part.
#
# One or two tests of `make test` that failed are run once more, alone: the machine may have been busy with something else.
# One that passes then is named "unsteady" with what it said first, and counts as passed; the others stay failed.
# An unsteady test is a fault of the test or of what it tests, to be mended like any other.
# Exit status: 0 all passed, 1 a test failed, the build failed, or no test ran; 2 unknown part.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1

run=test filter='Run!=hil&Run!=soak' deadline_s=7200
if [ "${1:-}" = --run ]; then
    run=$2 filter="Run=$2" deadline_s=86400
    shift 2
    case $run in hil | soak) ;; *) echo "test.sh: --run takes hil or soak, not '$run'" >&2; exit 2 ;; esac
fi

passed=0 failed=0 skipped=0 failures=() unsteady=() repeats_left=2
results=$root/artifacts/test-results

# projects PART: the test projects that belong to PART. Two that had one file each are parts of a neighbour.
projects() {
    local project name
    case $1 in
        Firmware | Firmware.Tests) set -- Rig.Tests ;;
        Faults.EndToEnd | Faults.EndToEnd.Tests) set -- Rig.EndToEnd.Tests ;;
    esac
    for project in tests/*.Tests/*.csproj tests/Mutations/*.csproj; do
        [ -e "$project" ] || continue
        name=$(basename "$project" .csproj)
        case $name in
            BuildChecks.Tests | Analyzers.Tests) part=build ;;
            Mutations) part=mutations ;;
            EndToEnd.Tests | *.EndToEnd.Tests) part=e2e ;;
            *) part=host ;;
        esac
        if [ "$run" = test ] && aside "$name"; then
            continue
        fi
        # Loading every assembly to find that it has no such test costs a second each.
        if [ "$run" != test ] && ! grep -rqs "Trait(\"Run\", \"$run\")" --include=*.cs "tests/$name"; then
            continue
        fi
        if [ "$part" = "$1" ] || [ "$name" = "$1" ] || [ "$name" = "$1.Tests" ]; then
            echo "$name"
        fi
    done
}

# aside PROJECT: it is not in the solution, as it needs a package of hundreds of megabytes; make test does without.
aside() {
    [ -e RustKernel.sln ] && ! grep -qs "$1.csproj" RustKernel.sln
}

# count TRX ATTRIBUTE: an attribute of the run's totals.
count() {
    sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1"
}

# begin PART TEXT: the part's heading, with what it took when it last came to its end; end keeps that.
begin() {
    local file=artifacts/times/$run-$1 usual=""
    [ ! -r "$file" ] || usual=" (the last time it took $(< "$file") s)"
    echo "== $2$usual"
    current=$1 begun=$SECONDS
}

end() {
    mkdir -p artifacts/times
    echo $((SECONDS - begun)) > "artifacts/times/$run-$current"
}

# fail WHAT: one failure, named again in front of the last line, as a log may be cut to its end.
fail() {
    echo "$1"
    failed=$((failed + 1))
    failures+=("$1")
}

# failed_tests TRX: a line for each failed test, with the first line of its message.
failed_tests() {
    awk '
        function text(s) {
            gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#x[0-9A-F]+;/, " ", s); gsub(/&amp;/, "\\&", s)
            return s
        }
        /<UnitTestResult / {
            name = ""
            if (/ outcome="(Failed|Error|Timeout|Aborted)"/) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name) }
            if (name != "" && /\/>[ \r]*$/) { print text(name); name = "" }
        }
        name != "" && /<Message>/ { line = $0; sub(/.*<Message>/, "", line); sub(/<\/Message>.*/, "", line); print text(name ": " line); name = "" }
        /<\/UnitTestResult>/ { if (name != "") print text(name); name = "" }
    ' "$1"
}

# repeat TRX LIBRARY...: runs the tests that failed in TRX again, if they are few; moves those that pass to "unsteady".
repeat() {
    local trx=$1 again=$results/$run-again.trx line method rows
    shift
    [ $run = test ] || return 0
    mapfile -t methods < <(failed_tests "$trx" | sed 's/[(:].*//' | sort -u)
    [ ${#methods[@]} -le $repeats_left ] || return 0
    for method in "${methods[@]}"; do
        repeats_left=$((repeats_left - 1))
        mapfile -t rows < <(failed_tests "$trx" | grep -E "^${method//./\\.}([(:]|\$)")
        echo "== once more, alone: $method"
        rm -f "$again"
        if timeout "$deadline_s" dotnet test "$@" --filter "FullyQualifiedName=$method" --logger "trx;LogFileName=$again" \
            --logger "console;verbosity=minimal" < /dev/null && [ -r "$again" ] && [ "$(count "$again" passed)" -gt 0 ]; then
            for line in "${rows[@]}"; do unsteady+=("$line"); done
            passed=$((passed + ${#rows[@]})) failed=$((failed - ${#rows[@]}))
        else
            for line in "${rows[@]}"; do failures+=("$line"); done
        fi
    done
    return 1
}

run_projects() {
    local part=$1 name trx=$results/$run-$1.trx status ok executed total line libraries=()
    for name in $(projects "$part"); do
        if aside "$name" && ! dotnet build "tests/$name" -v q -nologo -clp:NoSummary < /dev/null; then
            fail "$name: does not build"
            continue
        fi
        libraries+=("artifacts/dotnet/bin/$name/debug/$name.dll")
    done
    [ ${#libraries[@]} != 0 ] || return 0

    begin "$part" "$part: ${libraries[*]##*/}"
    rm -f "$trx" "$results/$run"-{matrix,overhead,consoles,coverage}.txt
    timeout "$deadline_s" dotnet test "${libraries[@]}" --filter "$filter" --logger "trx;LogFileName=$trx" --logger "console;verbosity=minimal" < /dev/null
    status=$?
    end
    # What the matrix, the rig's cost and the device trees came to; tables of an earlier run were removed above.
    cat "$results/$run"-{matrix,overhead,consoles,coverage}.txt 2> /dev/null
    if [ ! -r "$trx" ]; then
        fail "$part: the test run ended with $status and left no results"
        return
    fi
    total=$(count "$trx" total) executed=$(count "$trx" executed) ok=$(count "$trx" passed)
    passed=$((passed + ok))
    failed=$((failed + executed - ok))
    skipped=$((skipped + total - executed))
    if repeat "$trx" "${libraries[@]}"; then
        while IFS= read -r line; do failures+=("$line"); done < <(failed_tests "$trx")
    fi
    # A test host that crashed leaves no failed test, only its exit status.
    if grep -q 'test run was aborted' "$trx"; then
        fail "$part: $(grep -o 'The active test run was aborted[^<]*' "$trx" | head -n 1)"
    elif [ $status != 0 ] && [ "$executed" = "$ok" ]; then
        fail "$part: the test run ended with $status"
    fi
}

# step NAME COMMAND...: one command that counts as one test.
step() {
    local name=$1
    shift
    begin "$name" "$name"
    if "$@" < /dev/null; then
        end
        passed=$((passed + 1))
    else
        fail "$name: failed"
    fi
}

finish() {
    local status=0
    if [ $((passed + failed)) = 0 ]; then
        echo "No test ran."
        status=1
    fi
    [ $failed = 0 ] || status=1
    [ ${#unsteady[@]} = 0 ] || printf 'unsteady, passed alone: %.300s\n' "${unsteady[@]}"
    [ ${#failures[@]} = 0 ] || printf 'failed: %.300s\n' "${failures[@]}"
    echo "$passed passed, $failed failed, $skipped skipped"
    exit $status
}

parts=("$@")
if [ ${#parts[@]} = 0 ]; then
    case $run in
        test) parts=(build host e2e format mutations) ;;
        hil) parts=(host e2e reproducible) ;;
        *) parts=(host e2e) ;;
    esac
fi
for part in "${parts[@]}"; do
    case $part in
        build | host | e2e | format | mutations | reproducible) ;;
        *)
            [ -n "$(projects "$part")" ] || {
                echo "make $run: no part and no test project called '$part' (parts: build host e2e format mutations reproducible)" >&2
                exit 2
            }
            ;;
    esac
done

mkdir -p "$results"
# make run does without most of these, make test without a browser.
groups=(run debug lab cross tests)
[ "$run" != hil ] || groups+=(hil)
"$scripts/ensure-deps.sh" "${groups[@]}" || fail "tools: not all could be installed"
begin compile compile
if ! IMAGE=all "$scripts/build.sh"; then
    fail "The build failed."
    finish
fi
end
# Tests whose data is missing fail one by one; this line says why.
fetched=
fetch_once() {
    [ -z "$fetched" ] || return 0
    fetched=1
    "$scripts/fetch.sh" < /dev/null || fail "fetch: failed; tests that read the data will fail, too"
}

for part in "${parts[@]}"; do
    case $part in
        format) step format "$scripts/format.sh" ;;
        reproducible) step reproducible "$scripts/reproducible.sh" ;;
        build) run_projects build ;;
        *)
            fetch_once
            run_projects "$part"
            ;;
    esac
done
finish

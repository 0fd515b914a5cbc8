#!/bin/bash
# The example `phone` against SIPp: calls both ways, over UDP and TCP, with CANCEL, refusals, lost
# packets, interrupts, and at 200 calls/s. Everything is on 127.0.0.1.
#
# usage: tests/interop/run.sh [WORD]      only the checks with WORD in their name
#
# Needs Debian's sip-tester and python3. Ports from $INTEROP_PORT (26000) up are used, ten for each check.
# $INTEROP_PHONE is a phone that was built before, instead of one that is built now.
# Logs lie in $INTEROP_LOGS, or a new directory that is removed if all went well.
# Exit: 0 if all checks passed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
only=${1:-}

missing=()
command -v sipp >/dev/null || missing+=(sip-tester)
command -v python3 >/dev/null || missing+=(python3)
if ((${#missing[@]})); then
    echo "run.sh: missing Debian packages: ${missing[*]} (apt-get install ${missing[*]})" >&2
    exit 1
fi

if [[ -n ${INTEROP_PHONE:-} ]]; then
    phone=$INTEROP_PHONE
else
    cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p sip-core --example phone
    phone=${CARGO_TARGET_DIR:-$root/target}/release/examples/phone
    # A relative target directory is relative to where cargo was called.
    [[ $phone = /* ]] || phone=$PWD/$phone
fi

if [[ -n ${INTEROP_LOGS:-} ]]; then
    logs=$INTEROP_LOGS
    mkdir -p "$logs"
else
    logs=$(mktemp -d)
fi

passed=0
failed=0
declare -A started # by pid, until they were waited for

finish() {
    local pid
    for pid in "${!started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    if ((failed)) || [[ -n ${INTEROP_LOGS:-} ]]; then
        echo "logs: $logs" >&2
    else
        rm -rf "$logs"
    fi
}
trap finish EXIT

# ---- one check -------------------------------------------------------------------------------

base=${INTEROP_PORT:-26000}
port=$base # the phone's
peer=0     # SIPp's
name=
faults=()

# Begins a check; false if it was not asked for.
check() {
    [[ -z $only || $1 == *"$only"* ]] || return 1
    name=$1
    faults=()
    port=$((port + 10))
    peer=$((port + 1))
    out=$logs/$port
    # What an earlier run left would be taken for what this one says.
    rm -f "$out".*
    printf '%s\n' "$name" >"$out.name"
}

verdict() {
    local fault
    if ((${#faults[@]} == 0)); then
        passed=$((passed + 1))
        echo "ok   $name"
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name"
    for fault in "${faults[@]}"; do
        echo "       $fault"
    done
    for log in "$out".phone "$out".err "$out".sipp.err; do
        [[ -s $log ]] && tail -n 3 "$log" | cut -c1-300 | sed "s|^|       ${log##*/}: |"
    done
    return 0
}

# expect WHAT WANTED GOT
expect() {
    [[ $2 == "$3" ]] || faults+=("$1: wanted $2, got $3")
}

# The last line of the phone has all of these.
last_line() {
    local line part
    line=$(tail -n 1 "$out.phone")
    for part in "$@"; do
        [[ $line == *"$part"* ]] || faults+=("last line lacks $part: $line")
    done
}

# events NUMBER PART...: so many lines have these parts.
events() {
    local wanted=$1 lines part
    shift
    lines=$(cat "$out.phone")
    for part in "$@"; do
        lines=$(grep -F -- "$part" <<<"$lines" || true)
    done
    expect "lines with $*" "$wanted" "$(grep -c . <<<"$lines" || true)"
}

# ---- the two programs ------------------------------------------------------------------------

# SIPp opens a port for control and two for media whatever it does, and waits for ever unless it
# is told not to.
sipp_() {
    ${run:-} timeout 120 sipp -i 127.0.0.1 -mi 127.0.0.1 -ci 127.0.0.1 -p "$peer" -mp $((port + 4)) \
        -cp $((port + 2)) -nostdin -timeout 100 -timeout_error -s bob \
        -trace_err -error_file "$out.sipp.err" "$@" >"$out.sipp" 2>&1
}

phone_() {
    ${run:-} timeout 120 "$phone" --aor sip:bob@127.0.0.1 --listen "127.0.0.1:$port" "$@" \
        >"$out.phone" 2>"$out.err"
}

uac() { sipp_ "127.0.0.1:$port" -sf "$here/sipp/$1.xml" "${@:2}"; }

# Starts one of these beside this script, in place of the shell that it would need otherwise: who
# kills $pid kills `timeout`, which passes it on.
beside() {
    run=exec "$@" &
    pid=$!
    started[$pid]=1
}

# Starts the phone by itself, so that its pid is its own, and waits until it listens.
start_phone() {
    "$phone" --aor sip:bob@127.0.0.1 --listen "127.0.0.1:$port" "$@" \
        >"$out.phone" 2>"$out.err" &
    phone_pid=$!
    started[$phone_pid]=1
}

start_answer() {
    start_phone "$@"
    until_ "the phone listens" grep -q '"listening"' "$out.phone"
}

# Starts SIPp to be called, and waits until it listens.
start_sipp() {
    # 07 and 0A: an unconnected socket, and one that listens; not one of the run before.
    local table=udp state=07
    [[ " $* " != *" t1 "* ]] || table=tcp state=0A
    beside sipp_ "$@"
    sipp_pid=$pid
    until_ "SIPp listens" grep -q \
        "0100007F:$(printf %04X "$peer") 00000000:0000 $state " "/proc/net/$table"
}

# until_ WHAT COMMAND...: waits at most 5 s for a command to succeed.
until_() {
    local what=$1 tries=0
    shift
    until "$@" 2>/dev/null; do
        tries=$((tries + 1))
        if ((tries > 100)); then
            faults+=("after 5 s, not yet: $what")
            return 0
        fi
        sleep 0.05
    done
}

# code COMMAND...: its exit status, in $rc.
code() {
    rc=0
    "$@" || rc=$?
}

# code_of PID [SECONDS]: waits for a process that was started here, at most 60 s.
code_of() {
    local tries=0 most=$((${2:-60} * 10))
    while kill -0 "$1" 2>/dev/null && ((tries < most)); do
        tries=$((tries + 1))
        sleep 0.1
    done
    if kill "$1" 2>/dev/null; then
        faults+=("process $1 did not end")
    fi
    code wait "$1"
    unset "started[$1]"
}

start_uas() { start_sipp -sf "$here/sipp/$1.xml" -m 1 "${@:2}"; }

# The phone answers N calls as $1 (flags of `answer`), SIPp places them as it is told by the rest.
answered() {
    local calls=$1 flags=$2
    shift 2
    # shellcheck disable=SC2086 # flags are words
    start_answer answer --calls "$calls" $flags
    code "$@"
    expect "exit of SIPp" 0 "$rc"
    # If SIPp gave up, the phone waits for calls that will not come.
    ((rc == 0)) || kill -INT "$phone_pid"
    code_of "$phone_pid"
    expect "exit of the phone" 0 "$rc"
}

# The phone does $2.. and is to exit with $1; SIPp is to be content.
asked() {
    local wanted=$1
    shift
    code phone_ "$@"
    expect "exit of the phone" "$wanted" "$rc"
    code_of "$sipp_pid"
    expect "exit of SIPp" 0 "$rc"
}

# ---- the checks ------------------------------------------------------------------------------

# Takes 32 s by itself (64*T1), so it goes on beside the others.
nobody_pid=
if check "options: nobody answers, 408 after 32 s"; then
    nobody=("$name" "$port" "$out")
    beside phone_ options "sip:bob@127.0.0.1:$peer"
    nobody_pid=$pid
fi

for t in u1 t1; do
    transport=udp
    [[ $t == u1 ]] || transport=tcp

    if check "$transport: 200 calls of SIPp's own uac at 20/s"; then
        answered 200 "" sipp_ "127.0.0.1:$port" -sn uac -t "$t" -m 200 -r 20
        events 200 '"incoming"'
        events 200 '"established"' '"status":200'
        events 200 '"ended"' '"status":200'
        last_line '"event":"ended"' '"status":200' '"call_id":"' '"reason":"the peer hung up"'
        verdict
    fi

    if check "$transport: tags, Contact and Allow as they should be"; then
        answered 3 "--ring 0.3" uac uac -t "$t" -m 3
        events 3 '"established"'
        verdict
    fi

    if check "$transport: a call without an offer"; then
        answered 1 "" uac uac_no_offer -t "$t" -m 1
        last_line '"event":"ended"' '"status":200'
        verdict
    fi

    if check "$transport: the phone calls, talks, hangs up"; then
        start_uas uas -t "$t"
        asked 0 --transport "$transport" call "sip:bob@127.0.0.1:$peer" --talk 0.3
        events 1 '"ringing"' '"status":180'
        events 1 '"established"' '"status":200'
        last_line '"event":"ended"' '"status":200' '"reason":"hung up"'
        verdict
    fi

    if check "$transport: the phone calls by a proxy's address"; then
        start_uas uas -t "$t"
        asked 0 --transport "$transport" --proxy "127.0.0.1:$peer" \
            call sip:bob@example.invalid --talk 0
        last_line '"event":"ended"' '"status":200'
        verdict
    fi

    if check "$transport: the phone calls, the peer hangs up"; then
        start_uas uas_hangs_up -t "$t"
        asked 0 --transport "$transport" call "sip:bob@127.0.0.1:$peer" --talk 20
        last_line '"event":"ended"' '"status":200' '"reason":"the peer hung up"'
        verdict
    fi

    if check "$transport: SIPp cancels a phone that rings"; then
        answered 5 "--ring 20" uac uac_cancel -t "$t" -m 5
        events 5 '"ended"' '"status":487' '"reason":"cancelled"'
        events 0 '"established"'
        verdict
    fi

    if check "$transport: the phone cancels"; then
        start_uas uas_cancel -t "$t"
        asked 0 --transport "$transport" call "sip:bob@127.0.0.1:$peer" --cancel-after 0.5
        last_line '"event":"ended"' '"status":487'
        verdict
    fi

    if check "$transport: the phone is busy, 486"; then
        answered 5 "--reject 486" uac uac_refused -t "$t" -m 5
        events 5 '"rejected"' '"status":486'
        verdict
    fi

    if check "$transport: SIPp is busy, 486"; then
        start_uas uas_reject -t "$t"
        asked 1 --transport "$transport" call "sip:bob@127.0.0.1:$peer"
        last_line '"event":"failed"' '"status":486' '"reason":"Busy Here"'
        verdict
    fi

    if check "$transport: the phone redirects, 302"; then
        answered 1 "--redirect sip:carol@192.0.2.7" uac uac_redirected -t "$t" -m 1
        last_line '"event":"redirected"' '"status":302'
        verdict
    fi

    if check "$transport: SIPp redirects, 302"; then
        start_uas uas_redirect -t "$t"
        asked 1 --transport "$transport" call "sip:bob@127.0.0.1:$peer"
        last_line '"event":"failed"' '"status":302' '"contact":"sip:elsewhere@192.0.2.1"'
        verdict
    fi

    if check "$transport: SIPp asks OPTIONS"; then
        start_answer answer
        code uac uac_options -t "$t" -m 5
        expect "exit of SIPp" 0 "$rc"
        kill -INT "$phone_pid"
        code_of "$phone_pid"
        expect "exit of the phone" 130 "$rc"
        verdict
    fi

    if check "$transport: the phone asks OPTIONS"; then
        start_uas uas_options -t "$t"
        asked 0 --transport "$transport" options "sip:bob@127.0.0.1:$peer"
        last_line '"event":"answer"' '"status":200'
        verdict
    fi

    if check "$transport: the phone sends a MESSAGE"; then
        start_uas uas_message -t "$t"
        asked 0 --transport "$transport" message "sip:bob@127.0.0.1:$peer" "hello world"
        last_line '"event":"answer"' '"status":200'
        verdict
    fi

    if check "$transport: interrupted while it talks, the phone says BYE"; then
        start_uas uas -t "$t"
        start_phone --transport "$transport" call "sip:bob@127.0.0.1:$peer" --talk 60
        until_ "established" grep -q '"established"' "$out.phone"
        kill -INT "$phone_pid"
        code_of "$phone_pid"
        expect "exit of the phone" 130 "$rc"
        code_of "$sipp_pid"
        expect "exit of SIPp" 0 "$rc"
        last_line '"event":"ended"' '"status":200' '"reason":"hung up"'
        verdict
    fi

    if check "$transport: interrupted while it rings there, the phone cancels"; then
        start_uas uas_cancel -t "$t"
        start_phone --transport "$transport" call "sip:bob@127.0.0.1:$peer"
        until_ "ringing" grep -q '"ringing"' "$out.phone"
        kill -INT "$phone_pid"
        code_of "$phone_pid"
        expect "exit of the phone" 130 "$rc"
        code_of "$sipp_pid"
        expect "exit of SIPp" 0 "$rc"
        last_line '"event":"ended"' '"status":487'
        verdict
    fi

    if check "$transport: interrupted with 5 calls, the answering phone says BYE to each"; then
        start_answer answer
        beside uac uac_waits -t "$t" -m 5 -r 50
        sipp_pid=$pid
        until_ "5 calls" eval "[[ \$(grep -c '\"established\"' $out.phone) == 5 ]]"
        kill -INT "$phone_pid"
        code_of "$phone_pid"
        expect "exit of the phone" 130 "$rc"
        code_of "$sipp_pid"
        expect "exit of SIPp" 0 "$rc"
        events 5 '"ended"' '"reason":"hung up"'
        verdict
    fi
done

if check "interrupted while it rings here, the phone refuses"; then
    start_answer answer --ring 60
    beside uac uac_refused -m 1
    sipp_pid=$pid
    until_ "incoming" grep -q '"incoming"' "$out.phone"
    kill -INT "$phone_pid"
    code_of "$phone_pid"
    expect "exit of the phone" 130 "$rc"
    code_of "$sipp_pid"
    expect "exit of SIPp" 0 "$rc"
    last_line '"event":"rejected"' '"status":486'
    verdict
fi

if check "tcp: nobody listens there, 503 at once"; then
    code phone_ --transport tcp call "sip:bob@127.0.0.1:$peer"
    expect "exit of the phone" 1 "$rc"
    last_line '"event":"failed"' '"status":503'
    verdict
fi

for what in ping pieces broken; do
    if check "tcp: stream.py $what"; then
        start_answer answer
        code timeout 30 python3 "$here/stream.py" "$what" "$port" "$peer" >"$out.sipp.err" 2>&1
        expect "exit of stream.py" 0 "$rc"
        kill -INT "$phone_pid"
        code_of "$phone_pid"
        expect "exit of the phone" 130 "$rc"
        verdict
    fi
done

if check "tcp: stream.py reconnect, the BYE finds another way"; then
    start_answer answer
    timeout 30 python3 "$here/stream.py" reconnect "$port" "$peer" >"$out.sipp.err" 2>&1 &
    script=$!
    started[$script]=1
    until_ "the connection is gone" grep -q gone "$out.sipp.err"
    until_ "established" grep -q '"established"' "$out.phone"
    kill -INT "$phone_pid"
    code_of "$script"
    expect "exit of stream.py" 0 "$rc"
    code_of "$phone_pid"
    expect "exit of the phone" 130 "$rc"
    last_line '"event":"ended"' '"status":200' '"reason":"hung up"'
    verdict
fi

if check "phone to phone"; then
    start_answer answer --calls 1
    answering=$phone_pid callee=$port
    out=$out.caller port=$peer
    code phone_ --linger 0 call "sip:bob@127.0.0.1:$callee" --talk 0.2
    expect "exit of the caller" 0 "$rc"
    last_line '"event":"ended"' '"status":200'
    code_of "$answering"
    expect "exit of the callee" 0 "$rc"
    verdict
    port=$callee
fi

# 10 of 100 packets are lost each way. Retransmission has to make up for it, on both sides: no
# call fails, and each ends as one that was answered, whatever was lost on the way. The phone
# stays until SIPp has had all its answers.
if check "lossy: SIPp places 50 calls, one packet in ten is lost"; then
    start_answer --linger 100 answer --calls 50
    code uac uac_lossy -m 50 -r 20 -lost 10
    expect "exit of SIPp" 0 "$rc"
    kill -INT "$phone_pid"
    code_of "$phone_pid"
    expect "exit of the phone" 0 "$rc"
    events 50 '"incoming"'
    events 50 '"ended"' '"status":200'
    last_line '"event":"ended"' '"status":200'
    verdict
fi

if check "lossy: the phone places 10 calls, one packet in ten is lost"; then
    start_sipp -sf "$here/sipp/uas_lossy.xml" -m 10 -lost 10
    callers=()
    first=$port log=$out
    for n in {1..10}; do
        port=$((first + 100 + n))
        out=$log.$n
        beside phone_ call "sip:bob@127.0.0.1:$peer" --talk 0.2
        callers+=("$pid")
    done
    for n in {1..10}; do
        out=$log.$n
        code_of "${callers[n - 1]}"
        expect "exit of call $n" 0 "$rc"
        events 1 '"established"'
        last_line '"event":"ended"' '"status":200'
    done
    port=$((first + 110)) out=$log
    code_of "$sipp_pid"
    expect "exit of SIPp" 0 "$rc"
    verdict
fi

if check "load: 2000 calls at 200/s"; then
    answered 2000 "" sipp_ "127.0.0.1:$port" -sn uac -m 2000 -r 200
    events 2000 '"established"' '"status":200'
    events 2000 '"ended"' '"status":200'
    verdict
fi

if check "bad use and what is to come: exit 2"; then
    for words in "register" "unregister" "--password x call sip:b@127.0.0.1" \
        "call sip:b@127.0.0.1 --reinvite-after 1" "call" "answer --reject 200" "dance"; do
        # shellcheck disable=SC2086 # they are words
        code phone_ $words
        expect "exit of: $words" 2 "$rc"
        [[ -s $out.err ]] || faults+=("not a word about: $words")
    done
    verdict
fi

if [[ -n $nobody_pid ]]; then
    name=${nobody[0]} port=${nobody[1]} out=${nobody[2]}
    faults=()
    code_of "$nobody_pid"
    expect "exit of the phone" 1 "$rc"
    last_line '"event":"failed"' '"status":408'
    verdict
fi

echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))

#!/bin/bash
# Shows what can panic: links each function of this crate alone for a Cortex-M0 and looks whether
# the panic handler was needed. Needs the target thumbv6m-none-eabi and binutils-arm-none-eabi.
#
#   ./check.sh                    at opt-level 3, s and z; ends with 1 if something can panic
#   ./check.sh why NAME [LEVEL]   who calls the panics that NAME can reach
#
# Overflow is looked for at 3 and s. At z the compiler leaves a check in heapless's `push` that can
# never fail: it counts up to a capacity.
set -eu
cd "$(dirname "$0")"
TARGET=thumbv6m-none-eabi
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"
LIB="$CARGO_TARGET_DIR/$TARGET/release/libsip_core_panic_check.a"
ELF="$(mktemp)"
trap 'rm -f "$ELF"' EXIT

build() { # opt-level
    local overflow=true
    if [ "$1" = z ]; then overflow=false; fi
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$1" CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=$overflow \
        cargo build -q --release --target $TARGET
}

link() { # symbol...
    local entries=() symbol
    for symbol in "$@"; do entries+=(-u "$symbol"); done
    arm-none-eabi-ld --gc-sections --no-warn-mismatch "${entries[@]}" -e "$1" "$LIB" -o "$ELF"
}

panics() { arm-none-eabi-nm "$ELF" | grep -qE 'rust_begin_unwind|9panicking'; }

if [ "${1:-}" = why ]; then
    build "${3:-3}"
    link "$2"
    arm-none-eabi-objdump -d "$ELF" | awk '
        /^[0-9a-f]+ <.*>:$/ { caller = $2 }
        /<.*(panicking|unwrap_failed|expect_failed|len_mismatch_fail|slice_.*fail).*>/ {
            if ($NF != caller) print caller, "->", $NF
        }' | sort | uniq -c
    exit
fi

SYMBOLS=$(grep -A1 -h 'no_mangle' src/*.rs | sed -n 's/^pub fn \([a-z_]*\).*/\1/p')
SYMBOLS="$SYMBOLS $(sed -n 's/^machine!(\([a-z_]*\),.*/\1/p' src/machines.rs)"
failed=0
for level in 3 s z; do
    build "$level"
    for symbol in $SYMBOLS; do
        link "$symbol"
        if panics; then found=yes; else found=no; fi
        if [ "$symbol" = control_that_can_panic ]; then expected=yes; else expected=no; fi
        if [ $found = yes ]; then verdict="can panic"; else verdict="cannot panic"; fi
        size=$(arm-none-eabi-size "$ELF" | awk 'NR == 2 { print $1 }')
        printf '%-34s opt-level %s  %6d bytes  %s\n' "$symbol" "$level" "$size" "$verdict"
        if [ $found != $expected ]; then failed=1; fi
    done
    # All together: what an application of no more than this would have in flash. No allocator.
    # shellcheck disable=SC2086
    link $SYMBOLS
    size=$(arm-none-eabi-size "$ELF" | awk 'NR == 2 { print $1 }')
    if arm-none-eabi-nm "$ELF" | grep -qE '__rust_alloc|__rg_alloc|__rust_dealloc'; then
        heap="an allocator is linked"
        failed=1
    else
        heap="no allocator is linked"
    fi
    printf '%-34s opt-level %s  %6d bytes  %s\n' "all together" "$level" "$size" "$heap"
done
exit $failed

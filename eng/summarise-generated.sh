#!/usr/bin/env bash
# Says what the generator wrote into a folder: how much of what in which namespace, and what the proof came to.
#   eng/summarise-generated.sh FOLDER
set -euo pipefail

files=$(find "$1" -name '*.g.cs' -path '*XenAbiGenerator*' | sort)
count() { cat "$@" 2>/dev/null | grep -cE "$pattern" || true; }

printf '%-16s %8s %8s %10s %8s\n' namespace structs enums constants stubs
for space in $(sed -nE 's/^namespace (.*);$/\1/p' $files | sort -u); do
    mapfile -t ours < <(grep -lE "^namespace $space;" $files)
    pattern='^public struct'; structs=$(count "${ours[@]}")
    pattern='^public enum'; enums=$(count "${ours[@]}")
    pattern='^    public const'; constants=$(count "${ours[@]}")
    pattern='^    public static .*this Hypercalls<TPath>|^    public static (HypercallResult|void) [A-Za-z0-9]+<TPath[^(]*\($'; stubs=$(count "${ours[@]}")
    printf '%-16s %8s %8s %10s %8s\n' "$space" "$structs" "$enums" "$constants" "$stubs"
done
hypercalls=$(cat $files | sed -nE 's/^    public static (HypercallResult|void) ([A-Za-z0-9]+)<TPath.*/\2/p' | sort -u | wc -l)
echo "$hypercalls hypercalls have a typed stub, most in two forms: with spans and references, and with addresses."
echo "C's guest handles, structs around an address, are typed addresses in C#."
echo
sed -nE 's,^// ?,,p' $(grep -lE 'compared with clang' $files) | grep -v auto-generated

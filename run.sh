#!/usr/bin/env bash
# The main job, from the header to programs that run: reads abi/xen.h for every target, generates C#, proves its layout,
# packs, and runs the samples, which use the packages as anyone would.
#
#   ./run.sh                       the main job
#   ./run.sh guest [pv|pvh|arm64]  boots samples/guest, a kernel in C#, on real Xen in QEMU and shows its console
set -euo pipefail
cd "$(dirname "$0")"
source eng/debian-packages.sh
source eng/dotnet.sh

case ${1-} in
    "") ;;
    guest) exec eng/run-guest.sh "${@:2}" ;;
    *)
        echo "run.sh: '$1' is unknown; there are './run.sh' and './run.sh guest'" >&2
        exit 2
        ;;
esac

headline() { printf '\n== %s\n' "$*"; }

headline "1. abi/xen.h becomes four ABI models, read with libclang"
install_debian_packages libclang1-19 libxen-dev
before=$(sha256sum abi/models/*.xenabi)
eng/bake.sh
if [[ $(sha256sum abi/models/*.xenabi) == "$before" ]]; then
    echo "The models are those that are checked in."
else
    echo "The models changed: see 'git diff abi/models'."
fi

headline "2. The models become C#, and every layout is proven while it compiles"
generated=artifacts/generated
rm -rf "$generated"
build runtime/XenSdk.Simulation
# Once more for one framework, to show what the compiler was given.
dotnet msbuild runtime/XenSdk -nologo -v:quiet -t:Rebuild -p:Configuration=Release -p:TargetFramework=net10.0 -p:BuildProjectReferences=false \
    -p:EmitCompilerGeneratedFiles=true -p:CompilerGeneratedFilesOutputPath="$PWD/$generated"
eng/summarise-generated.sh "$generated"

headline "3. Packages, in artifacts/packages"
eng/pack.sh

headline "4. samples/dom0: a tool for dom0"
echo "On a machine that runs Xen it tells of that one. Here is one that is made up:"
dotnet run --project samples/dom0 -- --simulated
echo
echo "Its host as JSON:"
dotnet run --project samples/dom0 --no-build -- host --json --simulated
echo
echo "Batches and page tables, on SimulatedXen:"
dotnet run --project samples/dom0 --no-build -- tour

headline "5. samples/custom-header: a project that brings an xen.h of its own"
dotnet run --project samples/custom-header

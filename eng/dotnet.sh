# Sourced by the root's scripts: the same dotnet everywhere, without servers that outlive the script.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# The same words on a terminal as in a file.
export MSBUILDTERMINALLOGGER=off
command -v dotnet >/dev/null || {
    echo "The .NET SDK (10.0) is not on the PATH." >&2
    exit 1
}

# build PROJECT [OPTION…]: builds it (Release), and prints nothing but warnings and errors: 'dotnet build' would add a summary,
# whatever it is told.
build() { dotnet msbuild "$1" -restore -nologo -v:quiet -p:Configuration=Release "${@:2}"; }

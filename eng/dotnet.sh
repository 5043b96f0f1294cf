# Sourced by the root's scripts: the same dotnet everywhere, without servers that outlive the script.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
command -v dotnet >/dev/null || {
    echo "The .NET SDK (10.0) is not on the PATH." >&2
    exit 1
}

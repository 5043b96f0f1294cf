# What ld says of symbols that are nowhere, as errors at the C# line that wants them. Nothing else of its output is printed.
s/^[^ ]*ld: (\/.*undefined reference)/\1/
t known
: known
/\.(cs|s):[0-9]+: undefined reference to /{
    s/^(.*):([0-9]+): undefined reference to [`'](Rh[A-Za-z]*New[A-Za-z0-9]*)'$/\1(\2): error XEN3007: A guest has no heap: 'new' of a class or an array cannot be done here (\3)./p
    t
    s/^(.*):([0-9]+): undefined reference to [`'](Rhp(Throw|Rethrow)[A-Za-z0-9]*)'$/\1(\2): error XEN3007: A guest has no exceptions: use Panic.Because (\3)./p
    t
    s/^(.*):([0-9]+): undefined reference to [`'](Rhp[A-Za-z]*AssignRef[A-Za-z0-9]*)'$/\1(\2): error XEN3007: A guest keeps no references to objects: use structs and pointers (\3)./p
    t
    s/^(.*):([0-9]+): undefined reference to [`']xensdk_start_(pv|pvh|arm64)'$/\1(\2): error XEN3007: The kernel has no method for being started as \3: give it one with [GuestEntry], or change XenGuestModes./p
    t
    s/^(.*):([0-9]+): undefined reference to [`']([^']*)'$/\1(\2): error XEN3007: '\3' is not part of a guest./p
    t
}
s/^(.*): in function.*$//
s/^\(([^)]*)\): undefined reference to [`']([^']*)'$/ld: error XEN3007: '\2' is not part of a guest (\1)./p

# Joins the rows of the C kernel (first file) and the C# kernel (second file) into rows of the report.
#
#   row NAME N result RESULT median TICKS least TICKS most TICKS

function row(title, csharp, peer, target, limit) {
    printf "{\"group\":\"PV64 on real Xen\",\"row\":\"%s\",\"variant\":\"pv64\",\"csharp\":%s,\"peer\":%s,", title, csharp, peer
    printf "\"peerName\":\"C, gcc -O2\",\"unit\":\"instructions\",\"ratio\":%.4f,\"target\":%s,\"limit\":\"%s\"}\n", csharp / peer, target, limit
}

{ name = $2; n = $3; key = name " " n }

FNR == NR { result[key] = $5; peer[key] = $7; next }

!(key in result) {
    print "rows.awk: the C kernel has no row '" key "'" >"/dev/stderr"
    failed = 1
    exit 1
}

result[key] != $5 {
    print "rows.awk: of '" key "' the result is " result[key] " in C and " $5 " in C#" >"/dev/stderr"
    failed = 1
    exit 1
}

{ seen++; own = $7 }

# Sixteen calls, one behind the other.
name == "null" {
    row("null hypercall, " n (n == 1 ? " argument" : " arguments"), own / 16, peer[key] / 16, "1.00",
        "Xen's entry and exit: all but the 10 to 15 instructions of the call")
}

name == "version" {
    row("xen_version, 2 arguments", own / 16, peer[key] / 16, "1.00", "Xen's entry and exit")
    printf "{\"group\":\"PV64 on real Xen\",\"row\":\"null call (xen_version)\",\"variant\":\"pv64\",\"csharp\":%s,\"peer\":null,", own / 16
    printf "\"unit\":\"instructions\",\"target\":283,\"met\":%s,\"limit\":\"Xen's entry and exit\"}\n", own / 16 <= 283 ? "true" : "false"
}

name == "mmu_update" {
    row("mmu_update by queue, fill and submit, n = " n, own, peer[key], n == 1 ? "1.02" : "1.00",
        n == 1 ? "Xen's validation of the entry" : "Xen's validation of each entry, 350 instructions")
}

END { if (!failed && seen == 0) { print "rows.awk: no rows" >"/dev/stderr"; exit 1 } }

# Joins the rows of the C kernel (first file) and the C# kernel (second file) into rows of the report.
#
#   row NAME N result RESULT median TICKS least TICKS most TICKS
#   hypercalls NAME COUNT

function row(title, csharp, peer, target, limit, unit) {
    printf "{\"group\":\"PV64 on real Xen\",\"row\":\"%s\",\"variant\":\"pv64\",\"csharp\":%s,\"peer\":%s,", title, csharp, peer
    printf "\"peerName\":\"C, gcc -O2\",\"unit\":\"%s\",\"ratio\":%.4f,", unit ? unit : "instructions", csharp / peer
    printf "\"target\":%s,\"limit\":\"%s\"}\n", target, limit
}

$1 == "hypercalls" && FNR == NR { made[$2] = $3; next }
$1 == "hypercalls" {
    row("fork: map 4,096 pages in 16 tables, hypercalls made", $3, made[$2], "1.00", "one mmu_update a table, where 512 bytes hold 32 updates", "hypercalls")
    next
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
        n < 4 ? "Xen's entry and exit: all but 10 to 15 instructions" : "Xen's entry and exit; C# goes by syscall, C by Xen's page")
}

name == "version" {
    row("xen_version, 2 arguments", own / 16, peer[key] / 16, "1.00", "Xen's entry and exit")
    printf "{\"group\":\"PV64 on real Xen\",\"row\":\"null call (xen_version)\",\"variant\":\"pv64\",\"csharp\":%s,\"peer\":null,", own / 16
    printf "\"unit\":\"instructions\",\"target\":283,\"met\":%s,\"limit\":\"Xen's entry and exit\"}\n", own / 16 <= 283 ? "true" : "false"
}

name == "mmu_update" {
    row("mmu_update by queue, fill and submit, n = " n, own, peer[key], n == 1 ? "1.02" : "1.00",
        "Xen's validation of each entry, 355 instructions; 17 are the fill's in C#, 16 in C")
}

# C's batch calls once for one call, otherwise by a list.
name == "multicall" {
    row("multicall by queue, mixed operations, n = " n, own, peer[key], "1.00",
        n < 4 ? "Xen's own; the queue makes " n (n == 1 ? " call" : " calls") " by itself" : "Xen's own; the queue's part is 14 instructions a call")
    queued[n] = own
}

# What a queue is for cannot be had for less than its stores and loads: C's batch stands beside, as the best that was known.
name == "direct" {
    row("direct calls, mixed operations, n = " n, own, peer[key], "null", "Xen's own; the registers that C#'s calls have to keep: each hypercall is one, and in C none")
    if (n < 4)
        row("multicall by queue, n = " n ", against direct calls in C", queued[n], peer[key], "1.00",
            sprintf("the calls are direct; to keep requests until the flush, and answers behind it, takes %d instructions: C's own batch comes to %.3f", queued[n] - peer[key], peer["multicall " n] / peer[key]))
}

name == "fork" {
    row("fork: map 4,096 pages in 16 tables, with flushes and segment updates between", own, peer[key], "1.00", "Xen's validation of each entry, 355 instructions")
}

END { if (!failed && seen == 0) { print "rows.awk: no rows" >"/dev/stderr"; exit 1 } }

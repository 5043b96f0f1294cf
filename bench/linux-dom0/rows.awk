# Joins what the programs have printed in their turns into rows of the report: for each the median of the rounds.
#
#   program c | threaded | csharp
#   row NAME N result RESULT median TICKS [allocated BYTES]

/^program / { program = $2; next }

/^row / {
    key = $2 " " $3
    if (program == "c" && !(key in seen)) { seen[key] = 1; order[++rows] = key }
    if (key in result && result[key] != $5) {
        print "rows.awk: of '" key "' the result is " result[key] " and then " $5 " in " program >"/dev/stderr"
        failed = 1
        exit 1
    }
    result[key] = $5
    ticks[program, key, ++count[program, key]] = $7
    if (program == "csharp") allocated[key] += $9
}

function median(program, key,    n, i, j, t, values) {
    n = count[program, key]
    for (i = 1; i <= n; i++) values[i] = ticks[program, key, i] + 0
    for (i = 2; i <= n; i++) for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    return values[int((n + 1) / 2)]
}

function row(title, variant, key, program, peerName, limit,    own, peer) {
    own = median("csharp", key)
    peer = median(program, key)
    printf "{\"group\":\"Linux dom0 on real Xen\",\"row\":\"%s\",\"variant\":\"%s\",\"csharp\":%s,\"peer\":%s,\"peerName\":\"%s\",", title, variant, own, peer, peerName
    printf "\"unit\":\"instructions\",\"ratio\":%.4f,\"target\":1.02,\"limit\":\"%s\",\"allocated\":%d}\n", own / peer, limit, allocated[key]
}

END {
    if (failed) exit 1
    if (rows == 0 || median("csharp", "call 1") == 0) { print "rows.awk: no rows" >"/dev/stderr"; exit 1 }
    bare = median("c", "system_call 1")
    references = median("threaded", "call 1") - median("c", "call 1")
    for (i = 1; i <= rows; i++) {
        key = order[i]
        split(key, part, " ")
        if (part[1] == "system_call") continue
        title = part[1] == "call" ? "privcmd call" \
            : part[1] == "call_with_memory" ? "privcmd call, answer in the program's memory" \
            : part[1] == "multicall" ? "privcmd multicall of " part[2] ", list in lent memory" \
            : "privcmd multicall of " part[2] ", list in the program's memory"
        limit = part[1] ~ /memory/ ? "the way into the kernel and Xen; libxencall zeroes or maps what it lends" \
            : "a bare system call takes " bare "; " references " are the kernel's, for files of a process with threads; the rest is the runtime's way into native code"
        row(title, "against one thread", key, "c", "C, libxencall", limit)
        row(title, "against threads, as .NET has", key, "threaded", "C, libxencall, two threads", limit)
    }
}

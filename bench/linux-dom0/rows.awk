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

function gap(key) { return median("csharp", key) - median("c", key) }

# Where a difference comes from. The runtime's share is from the disassembly: RhpPInvoke and RhpPInvokeReturn, 15 and 5 with 4 to
# call them; and 16 that save and restore every register around that, and make the frame.
function limit(key, more, kernel,    part, fill, native, frame, rest) {
    split(key, part, " ")
    fill = part[1] == "multicall" ? (gap("multicall 1000") - gap("multicall 1")) / 999 * part[2] : 0
    native = 24
    frame = 16
    rest = more - kernel - native - frame - fill
    return sprintf("%+.0f instructions: %s%d the runtime's switch to native code and back, %d the registers that it has saved, %s%+.0f the rest; a bare system call takes %.0f", \
        more, kernel ? sprintf("%.0f the kernel's for files of a process with threads, ", kernel) : "", native, frame, \
        fill ? sprintf("%.0f the loop that fills the list, ", fill) : "", rest, median("c", "system_call 1"))
}

function row(title, variant, key, program, peerName, kernel,    own, peer) {
    own = median("csharp", key)
    peer = median(program, key)
    printf "{\"group\":\"Linux dom0 on real Xen\",\"row\":\"%s\",\"variant\":\"%s\",\"csharp\":%s,\"peer\":%s,\"peerName\":\"%s\",", title, variant, own, peer, peerName
    printf "\"unit\":\"instructions\",\"ratio\":%.4f,\"target\":1.02,\"limit\":\"%s\",\"allocated\":%d}\n", own / peer, \
        key ~ /memory/ ? "the way into the kernel and Xen; libxencall zeroes or maps what it lends" : limit(key, own - peer, kernel), allocated[key]
}

END {
    if (failed) exit 1
    if (rows == 0 || median("csharp", "call 1") == 0) { print "rows.awk: no rows" >"/dev/stderr"; exit 1 }
    references = median("threaded", "call 1") - median("c", "call 1")
    for (i = 1; i <= rows; i++) {
        key = order[i]
        split(key, part, " ")
        if (part[1] == "system_call") continue
        title = part[1] == "call" ? "privcmd call" \
            : part[1] == "call_with_memory" ? "privcmd call, answer in the program's memory" \
            : part[1] == "multicall" ? "privcmd multicall of " part[2] ", list in lent memory" \
            : "privcmd multicall of " part[2] ", list in the program's memory"
        row(title, "against one thread", key, "c", "C, libxencall", references)
        row(title, "against threads, as .NET has", key, "threaded", "C, libxencall, two threads", 0)
    }
}

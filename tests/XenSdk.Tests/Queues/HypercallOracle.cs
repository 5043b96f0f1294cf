namespace XenSdk.Tests.Queues;

/// <summary>
/// Xen as its callers may expect it to be, and no kinder: mmu_update, mmuext_op and multicall by the rules of
/// <c>do_mmu_update</c>, <c>do_mmuext_op</c> and <c>do_multicall</c>, with preemption wherever Xen may preempt, entries
/// overwritten after use, and any request refused that a test says. It shares no code with the queues or with SimulatedXen.
/// </summary>
internal abstract unsafe class HypercallOracle
{
    internal const uint MmuUpdateNumber = 1;
    internal const uint MulticallNumber = 13;
    internal const uint IretNumber = 23;
    internal const uint MmuExtNumber = 26;
    internal const ushort Self = 0x7FF0;

    private const uint Preempted = 1u << 31;
    private const int Restart = -85;

    // multicall_entry, in words: op, result, six arguments.
    private const int EntryWords = 8;

    private bool _inMulticall;
    private long _trips;

    /// <summary>Hypercalls made, each with the number of its requests or entries (1 for other hypercalls).</summary>
    internal List<(uint Number, uint Count)>? Calls { get; set; }

    /// <summary>How many hypercalls were made.</summary>
    internal int CallCount { get; private set; }

    /// <summary>What a caller did that it must not do; empty if nothing.</summary>
    internal string Violation { get; private set; } = "";

    /// <summary>Whether a hypercall that could be preempted now is; asked at each point where Xen looks.</summary>
    internal Func<bool>? Preempts { get; set; }

    /// <summary>Whether a finished mmu_update takes another trip to hand over its result, as when page tables are still to be
    /// released.</summary>
    internal bool FinishesByContinuation { get; set; }

    /// <summary>Domains that do not exist.</summary>
    internal Func<ushort, bool>? IsUnknown { get; set; }

    /// <summary>Entry of a list at which Xen faults when it reads the entry; −1 for none.</summary>
    internal int FaultsReadingEntry { get; set; } = -1;

    /// <summary>Entry of a list at which Xen faults when it writes the result, having made the call; −1 for none.</summary>
    internal int FaultsWritingEntry { get; set; } = -1;

    /// <summary>What a list is answered with before anything is read of it; 0 for nothing.</summary>
    internal int RefusesLists { get; set; }

    /// <summary>Whether arrays of requests cannot be read at all; <c>done</c> is not written then.</summary>
    internal bool FaultsOnArrays { get; set; }

    internal long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        CallCount++;
        uint count = number is MmuUpdateNumber or MmuExtNumber or MulticallNumber
            ? (uint)(number == MulticallNumber ? a2 : a2 & ~(ulong)Preempted)
            : 1;
        Calls?.Add((number, count));
        var registers = new Registers { Number = number, A1 = a1, A2 = a2, A3 = a3, A4 = a4, A5 = a5 };
        while (true)
        {
            // A preempted call is the same instruction once more, with registers as Xen left them.
            long result = Answer(ref registers);
            if (!registers.IsContinued)
                return result;
            registers.IsContinued = false;
            if (++_trips > 10_000_000)
                throw new InvalidOperationException("The call is preempted for ever.");
        }
    }

    /// <summary>Carries out a request, or refuses it.</summary>
    /// <returns>What Xen returns: negative for an error.</returns>
    protected abstract long Carry(in CarriedRequest request);

    /// <summary>Whether Xen can read and write this memory.</summary>
    protected virtual bool Reaches(ulong address, ulong length) => true;

    protected void Violate(string what)
    {
        if (Violation.Length == 0)
            Violation = what;
    }

    private long Answer(ref Registers registers) => registers.Number switch
    {
        MmuUpdateNumber => Update(ref registers, 2),
        MmuExtNumber => Update(ref registers, 3),
        MulticallNumber => Multicall(ref registers),
        _ => Carry(Other(in registers)),
    };

    /// <summary>A hypercall with the arguments that Xen looks at: what else is in registers or entries is anything.</summary>
    private static CarriedRequest Other(in Registers r) => r.Number switch
    {
        5 => new(r.Number, 0, r.A1, 0, 0, 0, 0),
        3 or 8 or 10 or 12 or 17 or 21 or 25 or 29 or 32 => new(r.Number, 0, r.A1, r.A2, 0, 0, 0),
        14 or 18 or 20 or 24 => new(r.Number, 0, r.A1, r.A2, r.A3, 0, 0),
        22 => new(r.Number, 0, r.A1, r.A2, r.A3, r.A4, 0),
        39 or 42 => new(r.Number, 0, r.A1, r.A2, r.A3, r.A4, r.A5),
        _ => throw new ArgumentOutOfRangeException(nameof(r), r.Number, "The oracle does not know how many arguments this hypercall has."),
    };

    private long Update(ref Registers registers, int words)
    {
        ulong requests = registers.A1;
        var count = (uint)registers.A2;
        var done = (uint*)registers.A3;
        var domains = (uint)registers.A4;
        uint doneBefore = 0, i = 0;

        // How a finished call hands its result to its continuation.
        if (count == Preempted && requests == 0)
        {
            if (!registers.WasContinued)
                Violate("A caller passed MMU_UPDATE_PREEMPTED.");
            return (int)domains;
        }

        if ((count & Preempted) != 0)
        {
            if (!registers.WasContinued)
                Violate("A caller passed a count with bit 31 set.");
            count &= ~Preempted;
            if (done != null)
                doneBefore = *done;
        }
        else if (done != null && *done != 0)
        {
            Violate("The count of those done is not zero before the call.");
        }

        if (!Reaches(requests, count * (ulong)words * 8) || (done != null && !Reaches((ulong)done, 4)))
            Violate("The memory of the call is not Xen's to reach.");
        if (FaultsOnArrays)
            return -14;
        if (domains >> 16 != 0 && (IsUnknown?.Invoke((ushort)((domains >> 16) - 1)) ?? false))
            return -3;
        long result = 0;
        if (IsUnknown?.Invoke((ushort)domains) ?? false)
        {
            result = -3;
        }
        else
        {
            for (; i < count; i++)
            {
                if (i > 0 && (Preempts?.Invoke() ?? false))
                {
                    result = Restart;
                    break;
                }

                ulong* request = (ulong*)requests + (i * (ulong)words);
                result = Carry(words == 2
                    ? new CarriedRequest(MmuUpdateNumber, domains, request[0], request[1], 0, 0, 0)
                    : ExtendedOperation(domains, request));
                if (result != 0)
                    break;
            }

            if (result == Restart)
                registers.ContinueAt(requests + (i * (ulong)words * 8), (count - i) | Preempted);
            else if (FinishesByContinuation)
                registers.ContinueWith(Preempted, (uint)(int)result);
        }

        if (done != null)
            *done = doneBefore + i;
        return registers.IsContinued ? registers.Number : result;
    }

    private CarriedRequest ExtendedOperation(uint domains, ulong* operation)
    {
        var command = (uint)operation[0];
        ulong argument = operation[2];

        // TLB_FLUSH_MULTI and INVLPG_MULTI point at a bitmap of vCPUs, of which a domain of up to 128 has two words.
        if (command is 8 or 9 && argument != 0)
        {
            if (!Reaches(argument, 16))
                Violate("The bitmap is not Xen's to reach.");
            return new CarriedRequest(MmuExtNumber, domains, command, operation[1], ((ulong*)argument)[0], ((ulong*)argument)[1], 0);
        }

        return new CarriedRequest(MmuExtNumber, domains, command, operation[1], argument, 0, 0);
    }

    private long Multicall(ref Registers registers)
    {
        var entry = (ulong*)registers.A1;
        var count = (uint)registers.A2;
        if (_inMulticall)
        {
            Violate("A multicall within a multicall.");
            return -22;
        }

        if (RefusesLists != 0)
            return RefusesLists;
        _inMulticall = true;
        try
        {
            for (uint i = 0; i < count; i++, entry += EntryWords)
            {
                if (!Reaches((ulong)entry, EntryWords * 8))
                    Violate("The list is not Xen's to reach.");
                if (i > 0 && (Preempts?.Invoke() ?? false))
                {
                    registers.ContinueAt((ulong)entry, count - i);
                    return registers.Number;
                }

                if (FaultsReadingEntry-- == 0)
                    return -14;
                bool continues = AnswerEntry(entry, out bool faults);
                if (faults)
                    return -14;
                if (continues)
                {
                    registers.ContinueAt((ulong)entry, count - i);
                    return registers.Number;
                }
            }

            return 0;
        }
        finally
        {
            _inMulticall = false;
        }
    }

    /// <returns>Whether the call was preempted, and is in the entry what it is to go on with.</returns>
    private bool AnswerEntry(ulong* entry, out bool faults)
    {
        var call = new Registers
        {
            Number = entry[0] > 63 ? 63 : (uint)entry[0],
            A1 = entry[2],
            A2 = entry[3],
            A3 = entry[4],
            A4 = entry[5],
            A5 = entry[6],
            WasContinued = (entry[3] & Preempted) != 0 && entry[7] == ulong.MaxValue,
        };
        if (call.Number == IretNumber)
            Violate("An iret within a multicall.");
        long result = Answer(ref call);

        // A page that became read-only: neither the result nor anything else can be written to the entry.
        faults = !call.IsContinued && FaultsWritingEntry-- == 0;
        if (faults)
            return false;
        new Span<ulong>(entry, EntryWords).Fill(0xAAAA_AAAA_AAAA_AAAA);
        entry[1] = (ulong)result;
        if (!call.IsContinued)
            return false;
        (entry[0], entry[2], entry[3], entry[4], entry[5], entry[6]) = (call.Number, call.A1, call.A2, call.A3, call.A4, call.A5);

        // Our mark, where Xen needs none: that this is a continuation, and not a caller's count with bit 31 set.
        entry[7] = ulong.MaxValue;
        return true;
    }

    private struct Registers
    {
        internal uint Number;
        internal ulong A1, A2, A3, A4, A5;
        internal bool IsContinued, WasContinued;

        internal void ContinueAt(ulong a1, uint a2)
        {
            (A1, A2) = (a1, a2);
            IsContinued = WasContinued = true;
        }

        internal void ContinueWith(uint a2, uint a4)
        {
            (A1, A2, A3, A4) = (0, a2, 0, a4);
            IsContinued = WasContinued = true;
        }
    }
}

/// <summary>A request as it reached Xen: of an update the words of the request, of another hypercall its arguments.</summary>
internal readonly record struct CarriedRequest(uint Number, uint Domains, ulong W1, ulong W2, ulong W3, ulong W4, ulong W5);

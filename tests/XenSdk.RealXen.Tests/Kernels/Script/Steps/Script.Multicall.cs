using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>multicall: what it does with its list, and with each of its calls.</summary>
    private void CallLists()
    {
        const int most = 6;
        MulticallEntry* list = stackalloc MulticallEntry[most];
        var update = new MmuUpdate { Ptr = At(1), Val = Pte.Map(_machine.FrameOf(2), ReadWrite).Value };
        var bad = new MmuUpdate { Ptr = At(1), Val = Pte.Map(_machine.NobodysFrame, ReadWrite).Value };
        uint done = Unwritten, badDone = Unwritten;

        list[0] = Entry(HypercallNumber.XenVersion);
        list[1] = Entry(HypercallNumber.XenVersion, 99);
        list[2] = Entry(HypercallNumber.XenVersion, 1, Unmapped);
        list[3] = Entry((HypercallNumber)60);
        list[4] = Entry(HypercallNumber.Multicall, (ulong)list, 1);
        list[5] = Entry(HypercallNumber.XenVersion);
        CallList("version, unknown command, bad pointer, unknown call, nested, version"u8, list, 6);

        list[0] = Entry(HypercallNumber.MmuUpdate, (ulong)&update, 1, (ulong)&done, Self);
        list[1] = Entry(HypercallNumber.MmuUpdate, (ulong)&bad, 1, (ulong)&badDone, Self);
        list[2] = Entry(HypercallNumber.UpdateVaMapping, _machine.AddressOf(3), Pte.Map(_machine.FrameOf(4), ReadWrite).Value, (ulong)UvmFlags.Invlpg);
        list[3] = Entry(HypercallNumber.UpdateVaMapping, _machine.AddressOf(4), Pte.Map(_machine.NobodysFrame, ReadWrite).Value, (ulong)UvmFlags.Invlpg);
        list[4] = Entry(HypercallNumber.MmuUpdate, (ulong)&update, 1, 0, 77);
        list[5] = Entry(HypercallNumber.MmuUpdate, XensArea, 1, 0, Self);
        CallList("update, refused update, mapping, refused mapping, update for domain 77, update from Xen's area"u8, list, 6);
        Console.WriteLine($"  the counters are {Volatile.Read(ref done)} and {Volatile.Read(ref badDone)}");
        var line = new ConsoleLine(0, 0);
        AppendEntryOf(ref line, 1);
        AppendEntryOf(ref line, 3);
        AppendEntryOf(ref line, 4);
        Console.WriteLine(ref line);
        Reset(1);
        Reset(3);

        list[0] = Entry((HypercallNumber)((1UL << 32) | (uint)HypercallNumber.XenVersion));
        list[1] = Entry((HypercallNumber)ulong.MaxValue);
        list[2] = Entry((HypercallNumber)64);
        list[3] = Entry((HypercallNumber)56);
        list[4] = Entry((HypercallNumber)(1UL << 63));
        CallList("call 2^32 + 17, call 2^64 - 1, call 64, call 56, call 2^63"u8, list, 5);

        list[0] = Entry(HypercallNumber.ConsoleIo, 0, 0, 0);
        list[1] = Entry(HypercallNumber.ConsoleIo, 99, 0, 0);
        list[2] = Entry(HypercallNumber.VmAssist, 9, 0);
        list[3] = Entry(HypercallNumber.SchedOp, 0);
        list[4] = Entry(HypercallNumber.MmuUpdate, 0, Preempted, 0, 0xFFFFFFF2);
        list[5] = Entry(HypercallNumber.MmuUpdate, 0, Preempted, 0, 5);
        CallList("no words, unknown console, unknown assist, yield, finished update, finished update"u8, list, 6);

        list[0] = Entry(HypercallNumber.XenVersion);
        ListAt("count 0"u8, (ulong)list, 0);
        ListAt("count 0, no list"u8, 0, 0);
        ListAt("count 0, list in Xen's area"u8, XensArea, 0);
        ListAt("list where nothing is mapped"u8, Unmapped, 1);
        ListAt("no list"u8, 0, 1);
        ListAt("list at no address"u8, NotCanonical, 1);
        ListAt("list in Xen's area"u8, XensArea, 1);

        var edge = (MulticallEntry*)_machine.Edge - 2;
        edge[0] = Entry(HypercallNumber.XenVersion);
        edge[1] = Entry(HypercallNumber.XenVersion, 99);
        CallList("count 3, the third not mapped"u8, edge, 3, 2);
        edge[0] = Entry(HypercallNumber.XenVersion);
        edge[1] = Entry(HypercallNumber.XenVersion, 99);
        CallList("count 2^31, the third not mapped"u8, edge, Preempted, 2);
        edge[0] = Entry(HypercallNumber.XenVersion);
        edge[1] = Entry(HypercallNumber.XenVersion, 99);
        CallList("count 2^32 - 1, the third not mapped"u8, edge, uint.MaxValue, 2);
        ListAt("half a call mapped"u8, (ulong)_machine.Edge - 32, 1);
    }

    private static MulticallEntry Entry(HypercallNumber number, ulong a1 = 0, ulong a2 = 0, ulong a3 = 0, ulong a4 = 0)
    {
        // A result that no call gives, to see whether it is written.
        var entry = new MulticallEntry { Op = number, Result = Unwritten };
        entry.Args[0] = a1;
        entry.Args[1] = a2;
        entry.Args[2] = a3;
        entry.Args[3] = a4;
        return entry;
    }

    private void CallList(ReadOnlySpan<byte> what, MulticallEntry* list, uint count) => CallList(what, list, count, (int)count);

    private void CallList(ReadOnlySpan<byte> what, MulticallEntry* list, uint count, int shown)
    {
        long result = Path.Call((uint)HypercallNumber.Multicall, (ulong)list, count);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("multicall "u8);
        line.AppendFormatted(what);
        AppendResult(ref line, result);
        Console.WriteLine(ref line);
        for (int i = 0; i < shown; i++)
        {
            long one = Volatile.Read(ref list[i].Result);
            if (one == Unwritten)
                Console.WriteLine($"  result {i} is not written");
            else
                Console.WriteLine($"  result {i}: {new HypercallResult(one)}");
        }
    }

    private void ListAt(ReadOnlySpan<byte> what, ulong address, uint count)
    {
        long result = Path.Call((uint)HypercallNumber.Multicall, address, count);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("multicall "u8);
        line.AppendFormatted(what);
        AppendResult(ref line, result);
        Console.WriteLine(ref line);
    }
}

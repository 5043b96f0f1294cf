using System.Runtime.InteropServices;

namespace XenSdk.Tests.OnConsole;

/// <summary>
/// The other side of a console's page, as the console daemon works it and with indices of its own: takes out what the domain
/// wrote, puts in what is typed, and hears the domain's calls. Works on bytes, by the header's offsets.
/// </summary>
internal sealed unsafe class ConsoleDaemon : IDisposable
{
    internal const int OutSize = 2048, InSize = 1024;
    internal const uint Port = 7;

    private const int InAt = 0, OutAt = 1024, InConsAt = 3072, InProdAt = 3076, OutConsAt = 3080, OutProdAt = 3084, End = 3088;
    private const int Around = 4096;
    private const byte Untouched = 0xA5;

    private readonly byte* _memory;
    private readonly byte* _page;
    private uint _toldOf;

    internal ConsoleDaemon(uint output, uint input)
    {
        _memory = (byte*)NativeMemory.Alloc(3 * Around);
        new Span<byte>(_memory, 3 * Around).Fill(Untouched);
        _page = _memory + Around;
        OutCons = OutProd = output;
        InCons = InProd = input;
        _toldOf = output;
    }

    internal ConsolePage Page => new(_page);

    internal RingConsole<RecordedPath> Console => new(new(new(this)), Page, new(Port));

    /// <summary>What the daemon has taken out.</summary>
    internal List<byte> Heard { get; } = [];

    /// <summary>What it does whenever the domain calls: with each event, and with each time that others may run.</summary>
    internal Action OnCall { get; set; } = static () => { };

    /// <summary>How many calls it hears before it takes them for a wait that has no end.</summary>
    internal int Patience { get; set; } = 100_000;

    /// <summary>What Xen answers to an event.</summary>
    internal long AnswerToEvent { get; set; }

    internal int Events { get; private set; }

    internal int Yields { get; private set; }

    internal uint InCons
    {
        get => Volatile.Read(ref *(uint*)(_page + InConsAt));
        set => *(uint*)(_page + InConsAt) = value;
    }

    internal uint InProd
    {
        get => *(uint*)(_page + InProdAt);
        set => Volatile.Write(ref *(uint*)(_page + InProdAt), value);
    }

    internal uint OutCons
    {
        get => *(uint*)(_page + OutConsAt);
        set => Volatile.Write(ref *(uint*)(_page + OutConsAt), value);
    }

    internal uint OutProd
    {
        get => Volatile.Read(ref *(uint*)(_page + OutProdAt));
        set => *(uint*)(_page + OutProdAt) = value;
    }

    /// <summary>All memory that there is, as it is now.</summary>
    internal byte[] Snapshot => new ReadOnlySpan<byte>(_memory, 3 * Around).ToArray();

    /// <summary>Takes out as many bytes as there are, and no more than asked for.</summary>
    internal void Take(int most)
    {
        uint produced = OutProd;
        uint waiting = produced - OutCons;
        if (waiting > OutSize)
            Assert.Fail($"{waiting} bytes wait in a ring of {OutSize}.");
        int count = Math.Min(most, (int)waiting);
        for (int i = 0; i < count; i++)
            Heard.Add(_page[OutAt + (int)((OutCons + (uint)i) & (OutSize - 1))]);
        OutCons += (uint)count;
    }

    /// <summary>Puts in what there is room for.</summary>
    /// <returns>How many bytes.</returns>
    internal int Type(ReadOnlySpan<byte> text)
    {
        uint waiting = InProd - InCons;
        if (waiting > InSize)
            Assert.Fail($"{waiting} bytes wait in a ring of {InSize}.");
        int count = Math.Min(text.Length, InSize - (int)waiting);
        for (int i = 0; i < count; i++)
            _page[InAt + (int)((InProd + (uint)i) & (InSize - 1))] = text[i];
        InProd += (uint)count;
        return count;
    }

    internal long Call(uint number, ulong command, ulong argument)
    {
        if (Events + Yields > Patience)
            Assert.Fail("There is no end of calls.");
        switch (number)
        {
            case 32 when command == 4:
                if (*(uint*)argument != Port)
                    Assert.Fail($"An event for port {*(uint*)argument}.");
                Events++;
                _toldOf = OutProd;
                OnCall();
                return AnswerToEvent;
            case 29 when command == 0:
                Yields++;
                OnCall();
                return 0;
            default:
                Assert.Fail($"Nobody asked for hypercall {number}, command {command}.");
                return 0;
        }
    }

    /// <summary>There is nothing in the ring that the daemon was not told of.</summary>
    internal void AssertTold() => Assert.Equal(OutProd, _toldOf);

    internal void AssertNothingElseWritten()
    {
        Assert.False(new ReadOnlySpan<byte>(_memory, Around).ContainsAnyExcept(Untouched), "written before the page");
        Assert.False(new ReadOnlySpan<byte>(_page + End, (2 * Around) - End).ContainsAnyExcept(Untouched), "written behind the rings");
    }

    public void Dispose() => NativeMemory.Free(_memory);
}

/// <summary>Calls that the daemon hears of.</summary>
internal readonly struct RecordedPath(ConsoleDaemon daemon) : IHypercallPath
{
    static bool IHypercallPath.LendsMemory => false;

    static bool IHypercallPath.CutsResults => false;

    public long Call(uint number) => throw new NotSupportedException();

    public long Call(uint number, ulong a1) => throw new NotSupportedException();

    public long Call(uint number, ulong a1, ulong a2) => daemon.Call(number, a1, a2);

    public long Call(uint number, ulong a1, ulong a2, ulong a3) => throw new NotSupportedException();

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => throw new NotSupportedException();

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => throw new NotSupportedException();

    bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        return false;
    }

    void IHypercallPath.TakeBack(LentMemory memory)
    {
    }
}

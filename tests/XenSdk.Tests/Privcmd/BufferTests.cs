using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Memory of the garbage collector's on its way to Xen and back.</summary>
public sealed unsafe class BufferTests : IDisposable
{
    private const uint AnyHypercall = 39;
    private readonly PrivcmdFixture _fixture = new();

    public void Dispose()
    {
        Assert.Null(_fixture.Xen.Failure);
        _fixture.Dispose();
    }

    [Fact]
    public void Xen_gets_an_address_that_it_reaches_and_what_stands_there()
    {
        byte[] memory = [1, 2, 3, 4, 5, 6, 7];
        byte[]? seen = null;
        bool reached = false;
        _fixture.Answer(request =>
        {
            reached = _fixture.Kernel.Reaches(request.A1, 7);
            seen = new Span<byte>((void*)request.A1, 7).ToArray();
            return 0;
        });

        _fixture.Calls.CallWithBuffers(AnyHypercall, HypercallArgument.In<byte>(memory));

        Assert.True(reached);
        Assert.Equal(memory, seen!);
    }

    [Fact]
    public void What_Xen_writes_comes_back_only_where_the_direction_says_so()
    {
        ulong input = 1, both = 2;
        _fixture.Answer(static request =>
        {
            Assert.Equal((1ul, 2ul, 0ul), (*(ulong*)request.A1, *(ulong*)request.A2, *(ulong*)request.A3));
            *(ulong*)request.A1 = *(ulong*)request.A2 = *(ulong*)request.A3 = 99;
            return 0;
        });

        _fixture.Calls.CallWithBuffers(
            AnyHypercall, HypercallArgument.In(in input), HypercallArgument.InOut(ref both), HypercallArgument.Out(out ulong output));

        Assert.Equal((1ul, 99ul, 99ul), (input, both, output));
    }

    [Fact]
    public void What_stood_in_memory_that_Xen_only_writes_never_gets_to_Xen()
    {
        byte[] secret = new byte[64];
        byte[]? seen = null;
        _fixture.Answer(request =>
        {
            seen = new Span<byte>((void*)request.A1, 64).ToArray();
            ((byte*)request.A1)[63] = 7;
            return 0;
        });

        HypercallArgument argument = HypercallArgument.Out<byte>(secret);
        Array.Fill(secret, (byte)0xEE);
        _fixture.Calls.CallWithBuffers(AnyHypercall, argument);

        Assert.Equal(new byte[64], seen!);
        Assert.Equal([.. new byte[63], 7], secret);
    }

    [Fact]
    public void Out_memory_is_zeroed_for_every_call_and_the_page_is_lent_again()
    {
        int dirty = 0, lent = 0;
        _fixture.Answer(request =>
        {
            dirty += *(uint*)request.A1 == 0 ? 0 : 1;
            lent++;
            new Span<byte>((void*)(request.A1 & ~0xFFFul), 4096).Fill(0xDB);
            return 0;
        });

        for (int i = 0; i < 10; i++)
            _fixture.Calls.CallWithBuffers(AnyHypercall, HypercallArgument.Out(out uint _));

        Assert.Equal((0, 10), (dirty, lent));
        Assert.Equal(1, _fixture.Kernel.MemoryPages);
    }

    [Fact]
    public void Rented_memory_is_zero_also_behind_what_is_asked_for_after_a_call_has_used_the_page()
    {
        _fixture.Answer(request =>
        {
            new Span<byte>((void*)(request.A1 & ~0xFFFul), 4096).Fill(0xDB);
            return 0;
        });
        _fixture.Calls.CallWithBuffers(AnyHypercall, HypercallArgument.Out(out uint _));

        using HypercallBuffer<byte> rented = _fixture.Privcmd.Rent<byte>(16);

        var page = new ReadOnlySpan<byte>((void*)(rented.Pointer.Address & ~0xFFFul), 4096);
        Assert.False(page.ContainsAnyExcept((byte)0));
        Assert.Equal(1, _fixture.Kernel.MemoryPages);
    }

    [Fact]
    public void Arguments_do_not_overlap_and_are_aligned_for_every_structure()
    {
        byte one = 1, two = 2, three = 3, four = 4, five = 5;
        ulong[] addresses = [];
        _fixture.Answer(request =>
        {
            addresses = [request.A1, request.A2, request.A3, request.A4, request.A5];
            Assert.Equal([1, 2, 3, 4, 5], addresses.Select(static address => *(byte*)address));
            return 0;
        });

        _fixture.Calls.CallWithBuffers(
            AnyHypercall, HypercallArgument.In(in one), HypercallArgument.In(in two), HypercallArgument.In(in three),
            HypercallArgument.In(in four), HypercallArgument.In(in five));

        Assert.Equal(5, addresses.Distinct().Count());
        Assert.All(addresses, static address => Assert.Equal(0ul, address % 16));
    }

    [Fact]
    public void Memory_of_many_pages_stands_at_one_piece()
    {
        var memory = new ulong[1 << 18];
        for (int i = 0; i < memory.Length; i++)
            memory[i] = (ulong)i * 0x9E3779B97F4A7C15;
        ulong[] expected = [.. memory.Select(static word => ~word)];
        _fixture.Answer(static request =>
        {
            foreach (ref ulong word in new Span<ulong>((void*)request.A1, (int)request.A2))
                word = ~word;
            return 0;
        });

        _fixture.Calls.CallWithBuffers(AnyHypercall, HypercallArgument.InOut<ulong>(memory), HypercallArgument.Value((ulong)memory.Length));

        Assert.Equal(expected, memory);
    }

    [Fact]
    public void Nothing_is_a_null_pointer_but_an_empty_part_of_something_is_not()
    {
        HypercallRequest seen = default;
        _fixture.Answer(request =>
        {
            seen = request;
            return 0;
        });
        byte[] memory = [1, 2];

        _fixture.Calls.CallWithBuffers(AnyHypercall, HypercallArgument.In<byte>([]), HypercallArgument.In<byte>(memory.AsSpan(1, 0)));

        Assert.Equal(0ul, seen.A1);
        Assert.True(_fixture.Kernel.Reaches(seen.A2, 0));
    }

    [Fact]
    public void A_failed_call_brings_back_what_was_written_before_it_failed()
    {
        _fixture.Answer(static request =>
        {
            *(uint*)request.A2 = 8;
            return -(long)XenErrno.EINVAL;
        });

        HypercallResult result = _fixture.Calls.CallWithBuffers(
            1, HypercallArgument.Value(0), HypercallArgument.Out(out uint done));

        Assert.Equal((XenErrno.EINVAL, 8u), (result.Error, done));
    }

    [Fact]
    public void Without_memory_to_lend_the_call_is_not_made_and_says_so()
    {
        using var fixture = new PrivcmdFixture(new() { MemoryPages = 1 });
        ulong word = 5;
        var large = new byte[4097];

        Assert.Equal(0, fixture.Calls.CallWithBuffers(17, HypercallArgument.Value(0), HypercallArgument.InOut(ref word)).Error - XenErrno.None);
        long before = fixture.Xen.Calls.Total;
        HypercallResult refused = fixture.Calls.CallWithBuffers(17, HypercallArgument.Value(0), HypercallArgument.InOut<byte>(large));
        HypercallResult refusedLong = fixture.Calls.CallLongWithBuffers(17, HypercallArgument.Value(0), HypercallArgument.InOut<byte>(large));

        Assert.Equal((XenErrno.ENOMEM, XenErrno.ENOMEM), (refused.Error, refusedLong.Error));
        Assert.Equal(before, fixture.Xen.Calls.Total);
        Assert.Equal(0x00040011, fixture.Calls.CallLong(17, 0).Value);
    }

    [Fact]
    public void The_fallback_serves_calls_in_the_same_way()
    {
        using var fixture = new PrivcmdFixture(new() { MemoryOpenError = XenErrno.ENOENT });
        var extra = new byte[16];

        Assert.Equal(0, fixture.Calls.CallWithBuffers(17, HypercallArgument.Value(1), HypercallArgument.InOut<byte>(extra)).Value);

        Assert.Equal(".7"u8.ToArray(), extra[..2]);
        Assert.Equal(1, fixture.Kernel.MemoryPages);
    }
}

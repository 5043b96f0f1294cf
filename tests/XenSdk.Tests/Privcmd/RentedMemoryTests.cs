using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Memory that a program rents to put its address into structures.</summary>
public sealed unsafe class RentedMemoryTests : IDisposable
{
    private readonly PrivcmdFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private Privcmd Privcmd => _fixture.Privcmd;

    [Fact]
    public void A_multicall_whose_arguments_are_addresses_works_with_it()
    {
        using HypercallBuffer<ulong> calls = Privcmd.Rent<ulong>(2 * 8);
        using HypercallBuffer<byte> extra = Privcmd.Rent<byte>(16);
        using HypercallBuffer<byte> text = Privcmd.Rent<byte>(3);
        "Hi\n"u8.CopyTo(text.Span);
        ReadOnlySpan<ulong> entries = [17, 0, 1, extra.Pointer.Address, 0, 0, 0, 0, 18, 0, 0, 3, text.Pointer.Address, 0, 0, 0];
        entries.CopyTo(calls.Span);

        Assert.Equal(0, _fixture.Calls.Path.Call(13, calls.Pointer.Address, 2));

        Assert.Equal((0ul, 0ul), (calls.Span[1], calls.Span[8 + 1]));
        Assert.Equal(".7"u8.ToArray(), extra.Span[..2].ToArray());
        Assert.Equal("Hi\n", _fixture.Xen.Console.Text);
    }

    [Fact]
    public void It_is_zero_at_first_and_Xen_reaches_all_of_it_under_the_address_that_the_program_sees()
    {
        for (int round = 0; round < 3; round++)
        {
            using HypercallBuffer<ulong> buffer = Privcmd.Rent<ulong>(1500);
            Assert.False(buffer.Span.ContainsAnyExcept(0ul));
            Assert.True(_fixture.Kernel.Reaches(buffer.Pointer.Address, 1500 * 8));
            buffer.Span.Fill(ulong.MaxValue);
            Assert.Equal(ulong.MaxValue, ((ulong*)buffer.Pointer.Address)[1499]);
            buffer.Value = 3;
            Assert.Equal(3ul, buffer.Span[0]);
        }

        Assert.Equal(4, _fixture.Kernel.MemoryPages);
    }

    [Fact]
    public void What_was_given_back_cannot_be_used_nor_given_back_again_through_a_copy()
    {
        HypercallBuffer<int> first = Privcmd.Rent<int>();
        HypercallBuffer<int> copy = first;
        first.Dispose();
        using HypercallBuffer<int> second = Privcmd.Rent<int>();
        second.Value = 5;

        copy.Dispose();
        first.Dispose();
        using HypercallBuffer<int> third = Privcmd.Rent<int>();
        third.Value = 6;

        Assert.Equal(5, second.Value);
        Assert.Throws<ObjectDisposedException>(() => copy.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => first.Pointer);
        Assert.Throws<ObjectDisposedException>(() => first.Value);
    }

    [Fact]
    public void A_default_buffer_is_one_that_was_given_back()
    {
        default(HypercallBuffer<int>).Dispose();

        Assert.Throws<ObjectDisposedException>(() => default(HypercallBuffer<int>).Span.Length);
    }

    [Fact]
    public void Rented_memory_outlives_the_device_until_it_is_given_back()
    {
        HypercallBuffer<int> buffer = Privcmd.Rent<int>();

        Privcmd.Dispose();

        buffer.Value = 4;
        Assert.Equal((2, 1), (_fixture.Kernel.OpenFiles, _fixture.Kernel.MemoryPages));
        buffer.Dispose();
        Assert.Equal((0, 0), (_fixture.Kernel.OpenFiles, _fixture.Kernel.MemoryPages));
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Fact]
    public void No_more_than_256_pages_are_kept_for_the_next_borrower()
    {
        HypercallBuffer<byte>[] buffers = [.. Enumerable.Range(0, 300).Select(_ => Privcmd.Rent<byte>(2 * 4096))];
        HypercallBuffer<byte> large = Privcmd.Rent<byte>(1 << 24);
        Assert.Equal(600 + 4096, _fixture.Kernel.MemoryPages);

        large.Dispose();
        foreach (HypercallBuffer<byte> buffer in buffers)
            buffer.Dispose();

        Assert.Equal(HypercallMemory.KeptPages, _fixture.Kernel.MemoryPages);
        using HypercallBuffer<byte> again = Privcmd.Rent<byte>(1 << 24);
        Assert.False(again.Span.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_size_that_is_none_or_cannot_be_had_is_refused_with_the_reason()
    {
        using var fixture = new PrivcmdFixture(new() { MemoryPages = 8, MemoryOpenError = XenErrno.ENOENT });

        Assert.Throws<ArgumentOutOfRangeException>(() => Privcmd.Rent<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Privcmd.Rent<int>(-1));
        var exception = Assert.Throws<PrivcmdException>(() => fixture.Privcmd.Rent<byte>(9 * 4096));
        Assert.Equal(("XEN0015", XenErrno.ENOMEM), (exception.Id, exception.Error));
        Assert.Contains("ulimit -l", exception.Message, StringComparison.Ordinal);
        Assert.Throws<PrivcmdException>(() => fixture.Privcmd.Rent<ulong>(int.MaxValue));
        fixture.Privcmd.Dispose();
        Assert.Equal((0, 0), (fixture.Kernel.OpenFiles, fixture.Kernel.MemoryPages));
    }
}

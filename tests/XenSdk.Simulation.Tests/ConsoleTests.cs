namespace XenSdk.Simulation.Tests;

/// <summary>console_io. The expected results were observed on Xen 4.17.7.</summary>
public sealed unsafe class ConsoleTests
{
    private const long EPERM = -1, E2BIG = -7, EFAULT = -14, ENOSYS = -38;

    [Fact]
    public void What_is_written_stands_on_the_console()
    {
        using var guest = new Guest();
        Assert.Equal(0, Write(guest, "Hello, "u8));
        Assert.Equal(0, Write(guest, "wörld\n"u8));
        Assert.Equal("Hello, wörld\n", guest.Xen.Console.Text);
        guest.Xen.Console.Clear();
        Assert.Equal("", guest.Xen.Console.Text);
    }

    [Fact]
    public void Long_output_is_kept_whole()
    {
        using var guest = new Guest();
        var output = new byte[100_000];
        new Random(7).NextBytes(output);
        Assert.Equal(0, Write(guest, output));
        Assert.Equal(output, guest.Xen.Console.ToArray());
    }

    [Fact]
    public void Before_a_fault_whole_pieces_of_127_bytes_have_been_written()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithHole();
        memory.Last<byte>(200).Fill((byte)'x');

        Assert.Equal(EFAULT, guest.Call(18, 0, 300, memory.AddressOfLast<byte>(200)));
        Assert.Equal(new string('x', 127), guest.Xen.Console.Text);
    }

    [Theory]
    [InlineData(0, 4, EFAULT)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0x80000000, E2BIG)]
    [InlineData(1, 16, 0)] // nothing was typed, so nothing is copied
    [InlineData(5, 0, ENOSYS)]
    public void With_a_bad_pointer_it_depends_on_whether_anything_is_copied(uint command, uint count, long answer)
    {
        using var guest = new Guest();
        Assert.Equal(answer, guest.Call(18, command, count, 8));
    }

    [Fact]
    public void What_is_typed_is_read_once_and_beyond_128_bytes_lost()
    {
        using var guest = new Guest();
        byte* buffer = stackalloc byte[200];

        Assert.Equal(4, guest.Xen.Console.Type("abcd"u8));
        Assert.Equal(3, guest.Call(18, 1, 3, (ulong)buffer));
        Assert.True("abc"u8.SequenceEqual(new ReadOnlySpan<byte>(buffer, 3)));
        Assert.Equal(EFAULT, guest.Call(18, 1, 3, 8));
        Assert.Equal(1, guest.Call(18, 1, 3, (ulong)buffer));
        Assert.Equal((byte)'d', *buffer);

        Assert.Equal(128, guest.Xen.Console.Type(new byte[200]));
        Assert.Equal(128, guest.Call(18, 1, 200, (ulong)buffer));
    }

    [Fact]
    public void It_is_for_the_privileged() // not observed; xsm_console_io of a release build
    {
        using var guest = new Guest(new() { Domain = new(3) });
        Assert.Equal(EPERM, Write(guest, "Hello"u8));
        Assert.Equal("", guest.Xen.Console.Text);
    }

    private static long Write(Guest guest, ReadOnlySpan<byte> text) => guest.Xen.Hypercalls.CallWithBuffers(
        18, HypercallArgument.Value(0), HypercallArgument.Value((uint)text.Length), HypercallArgument.In(text)).Value;
}

using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Domains;

/// <summary>Console and assists, as they reach Xen.</summary>
public sealed unsafe class SmallHypercallTests
{
    private readonly Hypercalls<RecordingPvPath> _xen = new(default);

    [Fact]
    public void Console_output_reaches_Xen_with_its_length()
    {
        string? written = null;
        RecordingPvPath.Answer = call =>
        {
            written = System.Text.Encoding.ASCII.GetString(RecordingPvPath.Memory(call[3], (int)call[2]));
            return 0;
        };

        HypercallResult result = _xen.ConsoleWrite("Hello from C#\n"u8);

        Assert.False(result.IsError);
        Assert.Equal([18ul, 0ul, 14ul], RecordingPvPath.Last[..3]);
        Assert.Equal("Hello from C#\n", written);
    }

    [Fact]
    public void Console_input_comes_back_with_the_number_of_bytes()
    {
        RecordingPvPath.Answer = call =>
        {
            "ok"u8.CopyTo(new Span<byte>((void*)call[3], (int)call[2]));
            return 2;
        };
        Span<byte> room = stackalloc byte[8];

        HypercallResult result = _xen.ConsoleRead(room);

        Assert.Equal(2, result.Value);
        Assert.Equal("ok"u8.ToArray(), room[..2].ToArray());
        Assert.Equal([18ul, 1ul, 8ul], RecordingPvPath.Last[..3]);
    }

    [Fact]
    public void Nothing_can_be_written_too()
    {
        _xen.ConsoleWrite(default);

        Assert.Equal([18, 0, 0, 0], RecordingPvPath.Last);
    }

    [Fact]
    public void Assists_are_switched_by_number()
    {
        _xen.EnableAssist(VmAssistType.WritablePageTables);
        Assert.Equal([21, 0, 2], RecordingPvPath.Last);

        _xen.DisableAssist(VmAssistType.PaeExtendedCr3);
        Assert.Equal([21, 1, 3], RecordingPvPath.Last);
    }
}

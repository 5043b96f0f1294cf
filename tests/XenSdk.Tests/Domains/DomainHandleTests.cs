using System.Runtime.InteropServices;
using System.Text;

namespace XenSdk.Tests.Domains;

/// <summary>A domain's handle as a UUID.</summary>
public sealed class DomainHandleTests
{
    private const string Text = "00112233-4455-6677-8899-aabbccddeeff";

    // In the order in which Xen's tools print them: LIBXL_UUID_FMT has one byte after the other.
    private static readonly byte[] InMemory = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");

    [Fact]
    public void The_bytes_are_in_the_order_in_which_the_UUID_is_written()
    {
        DomainHandle handle = MemoryMarshal.Read<DomainHandle>(InMemory);

        Assert.Equal(Guid.Parse(Text), handle.ToGuid());
        DomainHandle back = Guid.Parse(Text).ToDomainHandle();
        Assert.Equal(InMemory, MemoryMarshal.AsBytes(new ReadOnlySpan<DomainHandle>(in back)).ToArray());
    }

    [Fact]
    public void A_guest_can_write_it_without_a_runtime()
    {
        DomainHandle handle = MemoryMarshal.Read<DomainHandle>(InMemory);
        Span<byte> room = stackalloc byte[40];
        room.Fill((byte)'#');

        Assert.True(handle.TryFormat(room));
        Assert.Equal(Text + "####", Encoding.ASCII.GetString(room));
        Assert.False(handle.TryFormat(room[..35]));
    }

    [Fact]
    public void Any_UUID_survives_the_way_there_and_back()
    {
        var random = new Random(4122);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> text = stackalloc byte[36];
        for (int i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            var uuid = new Guid(bytes);
            DomainHandle handle = uuid.ToDomainHandle();
            Assert.True(handle.TryFormat(text));
            Assert.Equal(uuid, handle.ToGuid());
            Assert.Equal(uuid.ToString(), Encoding.ASCII.GetString(text));
        }
    }
}

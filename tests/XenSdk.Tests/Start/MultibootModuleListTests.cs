using System.Text;
using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Start;

/// <summary>A package of modules.</summary>
public sealed class MultibootModuleListTests
{
    // Three descriptors and the last one are 64 bytes; what they describe stands behind.
    private const string Package = """
        {
            .list = {
                { .mod_start = 64, .mod_end = 68, .cmdline = 74 },
                { .mod_start = 69, .mod_end = 69, .cmdline = 0 },
                { .mod_start = 70, .mod_end = 73, .cmdline = 79 },
            },
            .content = "first" "2" "3rd!" "a=1\0\0" "b",
        }
        """;

    private static readonly byte[] InC = XenHeaderInC.Bytes(
        "struct { struct xen_multiboot_mod_list list[4]; char content[17]; } __attribute__((packed)) it", Package);

    [Fact]
    public void Modules_are_found_by_their_place_in_the_package()
    {
        List<(string, string)> modules = [];
        MultibootModuleList.Enumerator enumerator = new MultibootModuleList(InC).GetEnumerator();
        while (enumerator.MoveNext())
            modules.Add((Text(enumerator.Current.Content), Text(enumerator.Current.CommandLine)));

        Assert.Equal([("first", "a=1"), ("2", ""), ("3rd!", "b")], modules);
        Assert.False(enumerator.IsDamaged);
        Assert.False(enumerator.MoveNext());
    }

    [Fact]
    public void The_package_can_be_at_any_address()
    {
        byte[] moved = [0, 0, 0, .. InC];
        int count = 0;
        foreach (MultibootModule module in new MultibootModuleList(moved.AsSpan(3)))
            count += module.Content.Length;

        Assert.Equal(10, count);
    }

    [Theory]
    [InlineData(0, 0u, 0, false)]
    [InlineData(4, 80u, 1, false)]
    [InlineData(4, 81u, 0, true)]
    [InlineData(4, uint.MaxValue, 0, true)]
    [InlineData(4, 63u, 0, true)]
    [InlineData(8, 81u, 0, true)]
    [InlineData(20, 68u, 1, true)]
    [InlineData(32, uint.MaxValue, 2, true)]
    public void A_descriptor_of_something_outside_of_the_package_ends_the_list(int place, uint value, int goodModules, bool damaged)
    {
        byte[] package = [.. InC];
        BitConverter.TryWriteBytes(package.AsSpan(place), value);
        var enumerator = new MultibootModuleList(package).GetEnumerator();

        int count = 0;
        while (count < goodModules && enumerator.MoveNext())
            count++;

        Assert.Equal(goodModules, count);
        if (damaged || goodModules == 0)
            Assert.False(enumerator.MoveNext());
        Assert.Equal(damaged, enumerator.IsDamaged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_package_without_a_last_descriptor_is_damaged(int length)
    {
        byte[] package = new byte[length];
        if (length > 15)
        {
            package[0] = 16;
            package[4] = 16;
        }

        var enumerator = new MultibootModuleList(package).GetEnumerator();
        while (enumerator.MoveNext())
        {
        }

        Assert.True(enumerator.IsDamaged);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}

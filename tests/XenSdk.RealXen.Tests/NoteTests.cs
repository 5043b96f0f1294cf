using System.Buffers.Binary;
using System.Text;

namespace XenSdk.RealXen.Tests;

/// <summary>What an image says of itself to Xen, read from the image. The numbers are those of Xen's elfnote.h.</summary>
public sealed class NoteTests
{
    private const uint Entry = 1, HypercallPage = 2, VirtualBase = 3, PhysicalEntry = 18;

    private static readonly Lazy<IReadOnlyDictionary<uint, byte[]>> s_sample = new(() => ElfFile.Read(GuestBuild.Sample.DebugImage).XenNotes());
    private static readonly Lazy<IReadOnlyDictionary<uint, byte[]>> s_stubs = new(() => ElfFile.Read(GuestBuild.Stubs.DebugImage).XenNotes());

    [Theory]
    [InlineData(6, "XenSdk")]
    [InlineData(7, "1.0.0")]
    [InlineData(5, "xen-3.0")]
    [InlineData(8, "generic")]
    [InlineData(9, "yes")]
    [InlineData(10, "writable_page_tables|pae_pgdir_above_4gb")]
    public void A_project_that_says_nothing_gets_notes_that_Xen_boots(uint note, string text)
        => Assert.Equal(text, Text(s_sample.Value[note]));

    [Theory]
    [InlineData(6, "Stubs")]
    [InlineData(7, "7.1 (a test's)")]
    [InlineData(5, "xen-3.1")]
    [InlineData(8, "none")]
    [InlineData(9, "yes,bimodal")]
    [InlineData(10, "!writable_page_tables|pae_pgdir_above_4gb")]
    public void A_projects_properties_are_its_notes(uint note, string text)
        => Assert.Equal(text, Text(s_stubs.Value[note]));

    [Fact]
    public void The_features_that_a_guest_may_be_given_are_a_number()
    {
        const uint supportedFeatures = 17;

        Assert.Equal(0x801u, BinaryPrimitives.ReadUInt32LittleEndian(s_sample.Value[supportedFeatures]));
        Assert.Equal(0x21u, BinaryPrimitives.ReadUInt32LittleEndian(s_stubs.Value[supportedFeatures]));
    }

    [Fact]
    public void A_PV_guest_says_where_its_memory_begins_and_where_Xen_goes_in()
    {
        ElfFile image = ElfFile.Read(GuestBuild.Stubs.DebugImage);

        Assert.Equal(0xffffffff82000000, BinaryPrimitives.ReadUInt64LittleEndian(s_stubs.Value[VirtualBase]));
        Assert.Equal(image.Find("xensdk_entry_pv").Address, BinaryPrimitives.ReadUInt64LittleEndian(s_stubs.Value[Entry]));
        Assert.Equal(image.Find("xensdk_hypercall_page").Address, BinaryPrimitives.ReadUInt64LittleEndian(s_stubs.Value[HypercallPage]));
    }

    [Fact]
    public void Only_an_image_for_PVH_says_where_that_goes_in()
    {
        Assert.True(s_sample.Value.ContainsKey(PhysicalEntry));
        Assert.False(s_stubs.Value.ContainsKey(PhysicalEntry));
    }

    [Fact]
    public void A_note_that_assembly_cannot_take_is_an_error_that_names_the_property()
    {
        (int exitCode, string output) = Command.Run(
            "dotnet", "build", Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Lacking"), "-c", "Release", "--nologo", "-v", "quiet", "-p:Kernel=NewObject", "-p:XenGuestLoader=back\\slash");

        Assert.NotEqual(0, exitCode);
        Assert.Matches(@"error XEN3009: XenGuestLoader is 'back\\slash'", output);
    }

    private static string Text(byte[] note) => Encoding.ASCII.GetString(note).TrimEnd('\0');
}

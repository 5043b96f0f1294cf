using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace XenSdk.RealXen.Tests;

/// <summary>What a kernel's build makes, and of what.</summary>
public sealed class ImageTests
{
    [Fact]
    public void The_sample_is_smaller_than_64_KiB()
        => Assert.InRange(new FileInfo(GuestBuild.Sample.Image).Length, 1, 64 << 10);

    [Fact]
    public void The_image_tells_its_source_files_and_not_where_they_lay()
    {
        byte[] image = File.ReadAllBytes(GuestBuild.Sample.Image);

        Assert.True(Holds("./X86_64/Kernel.cs"));
        Assert.False(Holds(Repository.PathOf("samples")));

        // A string of C#'s has two bytes a character.
        bool Holds(string text) => image.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0 || image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    [Fact]
    public void The_SDK_in_the_kernel_is_the_very_file_of_the_package()
    {
        string used = Assert.Single(
            File.ReadLines(GuestBuild.Sample.CompilerArguments), line => line.EndsWith("/XenSdk.dll", StringComparison.Ordinal))["-r:".Length..];
        using ZipArchive package = ZipFile.OpenRead(Repository.Package("XenSdk"));
        using Stream packed = package.GetEntry("lib/net10.0/XenSdk.dll")!.Open();

        Assert.Equal(SHA256.HashData(packed), SHA256.HashData(File.ReadAllBytes(used)));
    }
}

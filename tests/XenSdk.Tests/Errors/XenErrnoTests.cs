using System.Diagnostics;
using System.Globalization;

namespace XenSdk.Tests.Errors;

public sealed class XenErrnoTests
{
    [Fact]
    public void The_names_and_values_are_those_of_Xens_own_header()
    {
        SortedDictionary<string, int> header = ReadHeader();
        var ours = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in Enum.GetNames<XenErrno>())
        {
            if (name != nameof(XenErrno.None))
                ours.Add(name, (int)Enum.Parse<XenErrno>(name));
        }

        Assert.True(header.Count > 40, $"gcc found only {header.Count} values in Xen's errno.h.");
        Assert.Equal(header, ours);
    }

    [Fact]
    public void Every_error_is_named_and_put_into_words()
    {
        foreach (XenErrno error in Enum.GetValues<XenErrno>().Where(error => error != XenErrno.None))
        {
            Assert.Equal(error, Enum.Parse<XenErrno>(error.Name()));
            Assert.DoesNotContain("does not list", error.Meaning(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(XenErrno.EWOULDBLOCK, "EAGAIN")]
    [InlineData(XenErrno.EDEADLOCK, "EDEADLK")]
    [InlineData((XenErrno)4000, "4000")]
    public void Of_two_names_the_original_is_used_and_an_unknown_error_is_a_number(XenErrno error, string name) =>
        Assert.Equal(name, error.Name());

    /// <summary>What the C preprocessor makes of the header of Debian's libxen-dev, with the values that Xen keeps to itself.</summary>
    private static SortedDictionary<string, int> ReadHeader()
    {
        using Process gcc = Process.Start(new ProcessStartInfo("gcc", ["-E", "-P", "-D__XEN__", "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        gcc.StandardInput.WriteLine("#define XEN_ERRNO(name, value) name value");
        gcc.StandardInput.WriteLine("#include <xen/errno.h>");
        gcc.StandardInput.Close();
        string[] words = gcc.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        var values = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string[] pair in words.Chunk(2))
            values.Add(pair[0], int.Parse(pair[1], CultureInfo.InvariantCulture));
        return values;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>The real system calls, on what every Linux has.</summary>
[Collection(Alone.Name)]
public sealed unsafe class LinuxKernelTests
{
    private readonly LinuxKernel _kernel = LinuxKernel.Instance;

    [Fact]
    public void What_cannot_be_opened_is_the_negative_errno()
    {
        Assert.Equal(-(int)XenErrno.ENOENT, _kernel.Open("/dev/xen/there is no such device"));
    }

    [Fact]
    public void A_descriptor_is_not_inherited_and_can_be_written_to()
    {
        int file = _kernel.Open("/dev/null");
        try
        {
            string[] info = File.ReadAllLines($"/proc/self/fdinfo/{file}");
            int flags = Convert.ToInt32(info.Single(static line => line.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim(), 8);
            Assert.Equal(0x80002, flags & 0x80003);
        }
        finally
        {
            _kernel.Close(file);
        }

        Assert.False(Path.Exists($"/proc/self/fd/{file}"));
    }

    [Fact]
    public void A_request_that_a_device_does_not_know_is_the_negative_errno()
    {
        int file = _kernel.Open("/dev/null");
        var call = new PrivcmdHypercall { Number = 17 };

        int result = _kernel.Control(file, PrivcmdRequest.Hypercall, &call);

        _kernel.Close(file);
        Assert.Equal(-(int)Obstacle.NoSuchRequest, result);
        Assert.Equal(-(int)XenErrno.EBADF, _kernel.Control(-1, PrivcmdRequest.Hypercall, &call));
    }

    [Fact]
    public void Locked_memory_is_resident_locked_and_not_inherited()
    {
        const int pages = 5;
        nint address = _kernel.MapLocked((nuint)(pages * Environment.SystemPageSize));
        Assert.True(address is > 0 or < -4095, $"mmap: {address}");
        try
        {
            Dictionary<string, string> mapping = Smaps(address);

            Assert.Equal(pages * Environment.SystemPageSize / 1024, Kilobytes(mapping["Rss"]));
            Assert.Equal(pages * Environment.SystemPageSize / 1024, Kilobytes(mapping["Locked"]));
            string[] flags = mapping["VmFlags"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains("lo", flags);
            Assert.Contains("dc", flags);
            Assert.DoesNotContain("sh", flags);
        }
        finally
        {
            _kernel.Unmap(address, (nuint)(pages * Environment.SystemPageSize));
        }
    }

    [Fact]
    public void A_device_is_mapped_shared_for_reading_or_for_writing_too()
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[Environment.SystemPageSize]);
        int file = _kernel.Open(path);
        try
        {
            nint readable = _kernel.MapDevice(file, (nuint)Environment.SystemPageSize, writable: false);
            nint writable = _kernel.MapDevice(file, (nuint)Environment.SystemPageSize, writable: true);
            *(int*)writable = 0x01020304;

            Assert.Equal(0x01020304, *(int*)readable);
            string[] flags = Smaps(readable)["VmFlags"].Split(' ');
            Assert.Contains("sh", flags);
            Assert.DoesNotContain("wr", flags);
            Assert.Contains("wr", Smaps(writable)["VmFlags"].Split(' '));
            _kernel.Unmap(readable, (nuint)Environment.SystemPageSize);
            _kernel.Unmap(writable, (nuint)Environment.SystemPageSize);
            Assert.Equal([4, 3, 2, 1], File.ReadAllBytes(path)[..4]);
        }
        finally
        {
            _kernel.Close(file);
            File.Delete(path);
        }

        Assert.Equal(-(nint)(int)XenErrno.EBADF, _kernel.MapDevice(file, 4096, writable: true));
    }

    [Fact]
    public void Small_files_are_read_without_their_white_space_and_missing_ones_are_null()
    {
        Assert.Equal("Linux", _kernel.ReadText("/proc/sys/kernel/ostype"));
        Assert.Null(_kernel.ReadText("/sys/hypervisor/there is no such file"));
        Assert.True(_kernel.Exists("/proc/self"));
        Assert.False(_kernel.Exists("/proc/there is no such folder"));
    }

    private static int Kilobytes(string value) => int.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>What /proc/self/smaps says of the mapping at an address.</summary>
    private static Dictionary<string, string> Smaps(nint address)
    {
        var found = new Dictionary<string, string>();
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (char.IsAsciiHexDigitLower(line[0]) && line.Split(' ')[0].Contains('-', StringComparison.Ordinal))
            {
                string[] range = line.Split(' ')[0].Split('-');
                inside = Parse(range[0]) <= (ulong)address && (ulong)address < Parse(range[1]);
            }
            else if (inside)
            {
                string[] parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
                found[parts[0]] = parts[1];
            }
        }

        Debug.Assert(found.Count > 0, "The mapping is not in smaps.");
        return found;

        static ulong Parse(string hex) => ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}

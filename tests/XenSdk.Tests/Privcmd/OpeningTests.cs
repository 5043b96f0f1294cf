using System.Runtime.InteropServices;
using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>What a program is told where privcmd cannot be opened, and that nothing is left open then.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly SimulatedXen _xen = SimulatedXen.Start();

    public void Dispose() => _xen.Dispose();

    [Fact]
    public void On_this_machine_without_Xen_it_is_XEN0011_which_says_what_is_missing_and_what_to_try()
    {
        Assert.SkipWhen(Path.Exists(Privcmd.DevicePath) || Path.Exists(Privcmd.OldDevicePath), "This machine has a privcmd.");

        var exception = Assert.Throws<PrivcmdException>(Privcmd.Open);

        Assert.Equal("XEN0011", exception.Id);
        Assert.Equal(XenErrno.ENOENT, exception.Error);
        Assert.StartsWith("XEN0011: This is not a domain of Xen", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Privcmd.DevicePath, exception.Message, StringComparison.Ordinal);
        Assert.Contains("dom0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("XenSdk.Simulation", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(XenErrno.ENOENT)]
    [InlineData(XenErrno.ENXIO)]
    [InlineData(XenErrno.ENODEV)]
    public void A_domain_whose_kernel_lacks_it_is_XEN0013_which_names_the_module(XenErrno error)
    {
        PrivcmdException exception = Refused(new() { OpenError = error, OldOpenError = error });

        Assert.Equal("XEN0013", exception.Id);
        Assert.Contains("modprobe xen-privcmd", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CONFIG_XEN_PRIVCMD", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("kvm")]
    public void Another_hypervisor_or_none_is_XEN0011(string? type)
    {
        PrivcmdException exception = Refused(new() { OpenError = XenErrno.ENOENT, HypervisorType = type });

        Assert.Equal("XEN0011", exception.Id);
    }

    [Theory]
    [InlineData(XenErrno.EACCES)]
    [InlineData(XenErrno.EPERM)]
    public void A_device_that_is_not_ours_to_open_is_XEN0012_which_names_it_and_the_user(XenErrno error)
    {
        PrivcmdException exception = Refused(new() { OpenError = error, OldOpenError = XenErrno.None });

        Assert.Equal(("XEN0012", error), (exception.Id, exception.Error));
        Assert.Contains(Privcmd.DevicePath, exception.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.UserName, exception.Message, StringComparison.Ordinal);
        Assert.Contains("root", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_error_is_XEN0014_with_the_errno()
    {
        PrivcmdException exception = Refused(new() { OpenError = XenErrno.EMFILE });

        Assert.Equal("XEN0014", exception.Id);
        Assert.Contains("EMFILE (24)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_memory_device_that_is_not_ours_to_open_is_XEN0012_and_leaves_nothing_open()
    {
        var kernel = new SimulatedKernel(_xen, new() { MemoryOpenError = XenErrno.EACCES });

        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.Open(kernel));

        Assert.Equal("XEN0012", exception.Id);
        Assert.Contains(Privcmd.MemoryDevicePath, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, kernel.OpenFiles);
    }

    [Fact]
    public void A_kernel_that_has_it_at_the_old_place_only_is_served_there()
    {
        using Privcmd privcmd = SimulatedPrivcmd.Open(_xen, new() { OpenError = XenErrno.ENOENT, OldOpenError = XenErrno.None });

        Assert.Equal(0x00040011, privcmd.Hypercalls.Path.Call(17, 0, 0));
    }

    [Theory]
    [InlineData(XenErrno.None, true)]
    [InlineData(XenErrno.ENOENT, false)]
    [InlineData(XenErrno.ENODEV, false)]
    public void A_kernel_without_the_memory_device_is_served_with_locked_memory(XenErrno error, bool hasDevice)
    {
        using Privcmd privcmd = SimulatedPrivcmd.Open(_xen, new() { MemoryOpenError = error });

        Assert.Equal(hasDevice, privcmd.HasMemoryDevice);
    }

    [Fact]
    public void Another_system_is_XEN0011_and_another_processor_XEN0013()
    {
        PrivcmdException? windows = Obstacle.OfProcess(isLinux: false, "Windows 11", Architecture.X64);
        PrivcmdException? arm32 = Obstacle.OfProcess(isLinux: true, "Linux", Architecture.Arm);

        Assert.Equal("XEN0011", windows?.Id);
        Assert.Contains("Windows 11", windows!.Message, StringComparison.Ordinal);
        Assert.Equal("XEN0013", arm32?.Id);
        Assert.Contains("linux-arm64", arm32!.Message, StringComparison.Ordinal);
        Assert.Null(Obstacle.OfProcess(isLinux: true, "Linux", Architecture.X64));
        Assert.Null(Obstacle.OfProcess(isLinux: true, "Linux", Architecture.Arm64));
    }

    [Fact]
    public void Closing_it_closes_both_devices_and_unmaps_the_memory()
    {
        var kernel = new SimulatedKernel(_xen, new());
        Privcmd privcmd = Privcmd.Open(kernel);
        privcmd.Rent<byte>(5).Dispose();
        Assert.Equal((2, 1), (kernel.OpenFiles, kernel.MemoryPages));

        privcmd.Dispose();
        privcmd.Dispose();

        Assert.Equal((0, 0), (kernel.OpenFiles, kernel.MemoryPages));
        Assert.Throws<ObjectDisposedException>(() => privcmd.Hypercalls.Path.Call(17, 0, 0));
        Assert.Throws<ObjectDisposedException>(() => privcmd.Rent<byte>());
        Assert.Throws<ObjectDisposedException>(() => privcmd.Restrict(default));
        Assert.Throws<ObjectDisposedException>(() => privcmd.MapFrames(default, [1]));
    }

    [Fact]
    public void One_that_is_forgotten_is_closed_by_the_garbage_collector()
    {
        var kernel = new SimulatedKernel(_xen, new());
        Forget(kernel);

        for (int i = 0; i < 10 && kernel.OpenFiles > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal((0, 0), (kernel.OpenFiles, kernel.MemoryPages));

        static void Forget(SimulatedKernel kernel) => Privcmd.Open(kernel).Rent<byte>().Dispose();
    }

    private PrivcmdException Refused(SimulatedPrivcmdOptions options)
    {
        var kernel = new SimulatedKernel(_xen, options);
        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.Open(kernel));
        Assert.Equal(0, kernel.OpenFiles);
        return exception;
    }
}

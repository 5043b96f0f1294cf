using System.Text;

namespace XenSdk.Simulation.Tests;

/// <summary>xen_version, vm_assist, sched_op, and what nobody answers. The expected results were observed on Xen 4.17.7.
/// </summary>
public sealed unsafe class SmallCallTests
{
    private const long EPERM = -1, EACCES = -13, EFAULT = -14, EINVAL = -22, ENOSYS = -38;

    [Theory]
    [InlineData(0, 0, 0x40011)]
    [InlineData(0, 8, 0x40011)]
    [InlineData(1, 8, EFAULT)]
    [InlineData(6, 8, EFAULT)]
    [InlineData(7, 0, 4096)]
    [InlineData(7, 8, EINVAL)]
    [InlineData(10, 0, 20)]
    [InlineData(10, 8, EFAULT)]
    [InlineData(99, 0, ENOSYS)]
    [InlineData(-1, 0, ENOSYS)]
    public void Xen_version_answers_by_command(int command, ulong argument, long answer)
    {
        using var guest = new Guest();
        Assert.Equal(answer, guest.Call(17, unchecked((ulong)(long)command), argument));
    }

    [Fact]
    public void Xen_version_tells_the_rest_of_the_version_and_the_capabilities()
    {
        using var guest = new Guest(new() { MajorVersion = 4, MinorVersion = 20, ExtraVersion = ".1-rc" });
        byte* text = stackalloc byte[1024];

        Assert.Equal(0x40014, guest.Call(17, 0, 0));
        Assert.Equal(0, guest.Call(17, 1, (ulong)text));
        Assert.Equal(".1-rc", Encoding.ASCII.GetString(text, 16).TrimEnd('\0'));
        Assert.Equal(0, guest.Call(17, 3, (ulong)text));
        Assert.StartsWith("xen-3.0-x86_64", Encoding.ASCII.GetString(text, 1024), StringComparison.Ordinal);
    }

    [Fact]
    public void Xen_version_tells_the_features_of_a_PV_dom0()
    {
        using var guest = new Guest();
        uint* feature = stackalloc uint[2] { 0, 0 };
        guest.Call(21, 0, 3); // with the assist for large CR3, as when it was observed

        Assert.Equal(0, guest.Call(17, 6, (ulong)feature));
        Assert.Equal(0x228F0u, feature[1]);
        feature[0] = 5;
        Assert.Equal(EINVAL, guest.Call(17, 6, (ulong)feature));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(0, 6, EINVAL)]
    [InlineData(0, 31, EINVAL)]
    [InlineData(0, 32, 0)]
    [InlineData(0, 33, EINVAL)]
    [InlineData(0, 64, EINVAL)]
    [InlineData(2, 2, ENOSYS)]
    [InlineData(2, 40, EINVAL)]
    [InlineData(1, 2, 0)]
    public void Vm_assist_knows_its_types_before_its_commands(uint command, uint type, long answer)
    {
        using var guest = new Guest();
        Assert.Equal(answer, guest.Call(21, command, type));
    }

    [Fact]
    public void Vm_assist_turns_assists_on_and_off()
    {
        using var guest = new Guest();
        guest.Call(21, 0, 2);
        guest.Call(21, 0, 32);
        Assert.Equal((1UL << 32) | 4, guest.Xen.Domain.Assists);
        guest.Call(21, 1, 2);
        Assert.Equal(1UL << 32, guest.Xen.Domain.Assists);
    }

    [Fact]
    public void Sched_op_yields_and_notes_a_shutdown()
    {
        using var guest = new Guest();
        uint reason = 0x101;

        Assert.Equal(0, guest.Call(29, 0, 0));
        Assert.Null(guest.Xen.Domain.ShutdownReason);
        Assert.Equal(EFAULT, guest.Call(29, 2, 8));
        Assert.Null(guest.Xen.Domain.ShutdownReason);
        Assert.Equal(0, guest.Call(29, 2, (ulong)&reason));
        Assert.Equal(1u, guest.Xen.Domain.ShutdownReason);
        Assert.Equal(ENOSYS, guest.Call(29, 99, 0));
    }

    [Fact]
    public void What_the_simulation_does_not_have_is_ENOSYS()
    {
        uint[] answered = [1, 13, 14, 15, 17, 18, 21, 22, 24, 26, 29, 32];
        uint[] structures = [7, 16, 19, 35, 36, 48];
        using var guest = new Guest();
        foreach (uint number in Enumerable.Range(0, 128).Select(static number => (uint)number).Except(answered).Except(structures))
            Assert.Equal(ENOSYS, guest.Call(number, 0, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData(7, 0x0300_0001)]
    [InlineData(35, 0x15)]
    [InlineData(36, 0x15)]
    public unsafe void A_structure_of_another_version_of_the_interface_is_EACCES(uint number, uint version)
    {
        using var guest = new Guest();
        (uint Command, uint Version) structure = (1, version + 1);
        Assert.Equal(EACCES, guest.Call(number, (ulong)&structure));
        structure.Version = version;
        Assert.Equal(ENOSYS, guest.Call(number, (ulong)&structure));
        Assert.Equal(EFAULT, guest.Call(number, 8));
    }

    [Fact]
    public unsafe void The_toolstacks_calls_are_for_the_privileged()
    {
        using var guest = new Guest(new() { Domain = new(3) });
        ulong sysctl = 1 | (0x15UL << 32);
        Assert.Equal(EPERM, guest.Call(35, (ulong)&sysctl));
    }
}

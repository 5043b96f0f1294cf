using System.Runtime.InteropServices;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>The hypercall's system call as machine code, made to the real kernel.</summary>
[Collection(Alone.Name)]
public sealed unsafe class PrivcmdGateTests
{
    private static readonly bool HasGate = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private readonly LinuxKernel _kernel = LinuxKernel.Instance;

    [Fact]
    public void The_descriptor_stands_behind_what_the_kernel_reads()
    {
        Assert.Equal(48, sizeof(PrivcmdHypercall));
        Assert.Equal(48, (int)Marshal.OffsetOf<PrivcmdCall>(nameof(PrivcmdCall.File)));
    }

    [Fact]
    public void It_answers_what_libc_does()
    {
        Assert.SkipUnless(HasGate, "The code is x86-64's.");
        var gate = (delegate* unmanaged<PrivcmdCall*, int>)_kernel.CallGate;
        Assert.True(gate != null);
        int file = _kernel.Open("/dev/null");
        PrivcmdCall known = new() { File = file }, unknown = new() { File = -1 };

        (int, int) answers = (gate(&known), gate(&unknown));

        Assert.Equal((-(int)Obstacle.NoSuchRequest, -(int)XenErrno.EBADF), answers);
        Assert.Equal(_kernel.Control(file, PrivcmdRequest.Hypercall, &known.Hypercall), answers.Item1);
        _kernel.Close(file);
    }

    [Fact]
    public void Calls_of_real_descriptors_that_race_with_closing_never_get_to_a_closed_one()
    {
        for (int round = 0; round < 300; round++)
        {
            // No such request is what /dev/null answers, and the answer for a number that is no file's any more is another one.
            Privcmd privcmd = Privcmd.Open(new NullDevices());

            Assert.Empty(DisposalTests.Race(privcmd, static privcmd => privcmd.Hypercalls.Path.Call(39, 1), -(int)Obstacle.NoSuchRequest));
        }
    }

    /// <summary>The real kernel, whose devices are all <c>/dev/null</c>.</summary>
    private sealed class NullDevices : IKernel
    {
        private readonly LinuxKernel _kernel = LinuxKernel.Instance;

        public nint CallGate => _kernel.CallGate;

        public int Open(string path) => _kernel.Open("/dev/null");

        public void Close(int file) => _kernel.Close(file);

        public int Control(int file, uint request, void* argument) => _kernel.Control(file, request, argument);

        public nint MapDevice(int file, nuint length, bool writable) => _kernel.MapLocked(length);

        public nint MapLocked(nuint length) => _kernel.MapLocked(length);

        public void Unmap(nint address, nuint length) => _kernel.Unmap(address, length);

        public bool Exists(string path) => _kernel.Exists(path);

        public string? ReadText(string path) => _kernel.ReadText(path);
    }
}

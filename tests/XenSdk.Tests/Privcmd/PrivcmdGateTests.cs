using System.Runtime.InteropServices;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>The hypercall's system call as machine code, made to the real kernel.</summary>
[Collection(Alone.Name)]
public sealed unsafe class PrivcmdGateTests
{
    private static readonly bool HasGate = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static Func<PrivcmdCall, int>? _duringCall;
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
    public void A_call_during_which_the_device_is_disposed_comes_to_its_end_and_closes_it()
    {
        var kernel = new NullDevices { CallGate = (nint)(delegate* unmanaged<PrivcmdCall*, int>)&DuringCall };
        Privcmd privcmd = Privcmd.Open(kernel);
        int openDuring = 0;
        PrivcmdCall seen = default;
        _duringCall = call =>
        {
            privcmd.Dispose();
            openDuring = kernel.OpenFiles;
            seen = call;
            return -7;
        };

        long result = privcmd.Hypercalls.Path.Call(40, 1, 2, 3, 4, 5);

        Assert.Equal((-7, 2, 0), (result, openDuring, kernel.OpenFiles));
        Assert.Equal((40ul, 1ul, 2ul, 3ul), (seen.Hypercall.Number, seen.Hypercall.Argument1, seen.Hypercall.Argument2, seen.Hypercall.Argument3));
        Assert.Equal((4ul, 5ul, kernel.FirstFile), (seen.Hypercall.Argument4, seen.Hypercall.Argument5, seen.File));
        Assert.Throws<ObjectDisposedException>(() => privcmd.Hypercalls.Path.Call(40));
    }

    [Fact]
    public void Calls_of_real_descriptors_that_race_with_closing_never_get_to_a_closed_one()
    {
        for (int round = 0; round < 300; round++)
        {
            // No such request is what /dev/null answers, and the answer for a number that is no file's any more is another one.
            var kernel = new NullDevices();

            Assert.Empty(DisposalTests.Race(
                Privcmd.Open(kernel), static privcmd => privcmd.Hypercalls.Path.Call(39, 1), -(int)Obstacle.NoSuchRequest));

            Assert.Equal(0, kernel.OpenFiles);
        }
    }

    // Stands in for the machine code.
    [UnmanagedCallersOnly]
    private static int DuringCall(PrivcmdCall* call) => _duringCall!(*call);

    /// <summary>The real kernel, whose devices are all <c>/dev/null</c>.</summary>
    private sealed class NullDevices : IKernel
    {
        private readonly LinuxKernel _kernel = LinuxKernel.Instance;

        internal int OpenFiles { get; private set; }

        internal int FirstFile { get; private set; } = -1;

        public nint CallGate { get; init; } = LinuxKernel.Instance.CallGate;

        public int Open(string path)
        {
            OpenFiles++;
            int file = _kernel.Open("/dev/null");
            if (FirstFile < 0)
                FirstFile = file;
            return file;
        }

        public void Close(int file)
        {
            OpenFiles--;
            _kernel.Close(file);
        }

        public int Control(int file, uint request, void* argument) => _kernel.Control(file, request, argument);

        public nint MapDevice(int file, nuint length, bool writable) => _kernel.MapLocked(length);

        public nint MapLocked(nuint length) => _kernel.MapLocked(length);

        public void Unmap(nint address, nuint length) => _kernel.Unmap(address, length);

        public bool Exists(string path) => _kernel.Exists(path);

        public string? ReadText(string path) => _kernel.ReadText(path);
    }
}

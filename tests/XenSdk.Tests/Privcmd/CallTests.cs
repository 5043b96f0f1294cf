using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Numbers, arguments and results on their way through the ioctl.</summary>
public sealed class CallTests : IDisposable
{
    private const uint AnyHypercall = 39;
    private readonly PrivcmdFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Number_and_arguments_arrive_for_every_number_of_arguments_and_the_rest_is_zero()
    {
        const ulong a = 0x8000_0000_0000_0001, b = 2, c = 0xFFFF_FFFF, d = ulong.MaxValue, e = 5;
        PrivcmdPath path = _fixture.Calls.Path;
        Func<long>[] calls =
        [
            () => path.Call(48), () => path.Call(49, a), () => path.Call(50, a, b), () => path.Call(51, a, b, c),
            () => path.Call(52, a, b, c, d), () => path.Call(53, a, b, c, d, e),
        ];
        ulong[] arguments = [a, b, c, d, e];
        for (int count = 0; count <= 5; count++)
        {
            HypercallRequest? seen = null;
            _fixture.Answer(request =>
            {
                seen = request;
                return 7;
            });

            Assert.Equal(7, calls[count]());

            ulong Expected(int index) => index < count ? arguments[index] : 0;
            Assert.Equal(new HypercallRequest(48 + (uint)count, Expected(0), Expected(1), Expected(2), Expected(3), Expected(4)), seen);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-14, -14)]
    [InlineData(-4095, -4095)]
    [InlineData(-4096, -4096)]
    [InlineData(0x1_2345_6789, 0x2345_6789)]
    [InlineData(0x1_FFFF_FFF2, -14)]
    public void A_result_of_a_bare_call_is_cut_to_an_int_as_Linux_cuts_it(long answered, long result)
    {
        _fixture.Answer(_ => answered);

        Assert.Equal(result, _fixture.Calls.Path.Call(AnyHypercall));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-38)]
    [InlineData(0x1_2345_6789)]
    [InlineData(0x1_FFFF_FFF2)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_long_result_arrives_whole_for_every_number_of_arguments(long answered)
    {
        Hypercalls<PrivcmdPath> xen = _fixture.Calls;
        Func<HypercallResult>[] calls =
        [
            () => xen.CallLong(AnyHypercall), () => xen.CallLong(AnyHypercall, 1), () => xen.CallLong(AnyHypercall, 1, 2),
            () => xen.CallLong(AnyHypercall, 1, 2, 3), () => xen.CallLong(AnyHypercall, 1, 2, 3, 4),
            () => xen.CallLong(AnyHypercall, 1, 2, 3, 4, 5),
        ];
        for (ulong count = 0; count <= 5; count++)
        {
            HypercallRequest seen = default;
            AnswerInMulticall(request =>
            {
                seen = request;
                return answered;
            });

            Assert.Equal(answered, calls[count]().Value);

            ulong Expected(ulong index) => index <= count ? index : 0;
            Assert.Equal(new(AnyHypercall, Expected(1), Expected(2), Expected(3), Expected(4), Expected(5)), seen);
        }
    }

    [Fact]
    public void A_long_result_comes_with_what_was_written_to_memory()
    {
        AnswerInMulticall(request =>
        {
            unsafe
            {
                *(ulong*)request.A2 += 1;
                *(uint*)request.A3 = 9;
            }

            return 1L << 40;
        });
        ulong word = 41;

        HypercallResult result = _fixture.Calls.CallLongWithBuffers(
            AnyHypercall, HypercallArgument.Value(3), HypercallArgument.InOut(ref word), HypercallArgument.Out(out uint output));

        Assert.Equal((1L << 40, 42ul, 9u), (result.Value, word, output));
        Assert.Null(_fixture.Xen.Failure);
    }

    [Fact]
    public void Where_the_multicall_itself_fails_its_error_is_the_result()
    {
        _fixture.Answer(request => request.Number == 13 ? -(long)XenErrno.EFAULT : 0);

        Assert.Equal(XenErrno.EFAULT, _fixture.Calls.CallLong(AnyHypercall, 1).Error);
    }

    [Fact]
    public void Xens_own_errors_are_told_apart()
    {
        PrivcmdPath path = _fixture.Calls.Path;

        Assert.Equal(-(long)XenErrno.ENOSYS, path.Call(AnyHypercall));
        Assert.Equal(-(long)XenErrno.EFAULT, path.Call(17, 1, 1));
    }

    [Fact]
    public void A_jump_is_refused_with_the_reason()
    {
        static void Return<TPath>(TPath path)
            where TPath : IPvPath => path.Jump(23, 0);

        var exception = Assert.Throws<PlatformNotSupportedException>(() => Return(_fixture.Calls.Path));

        Assert.Contains("iret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restricted_device_says_so_before_a_call_is_made()
    {
        Assert.Null(_fixture.Privcmd.RestrictedTo);
        _fixture.Privcmd.Restrict((DomainId)PrivcmdFixture.OtherDomain);
        long before = _fixture.Xen.Calls.Total;

        var exception = Assert.Throws<InvalidOperationException>(() => _fixture.Calls.Path.Call(17, 0, 0));
        ulong word = 0;
        Assert.Throws<InvalidOperationException>(() => _fixture.Calls.CallWithBuffers(17, HypercallArgument.InOut(ref word)));

        Assert.Contains("restricted to domain 5", exception.Message, StringComparison.Ordinal);
        Assert.Equal((DomainId)PrivcmdFixture.OtherDomain, _fixture.Privcmd.RestrictedTo);
        Assert.Equal(before, _fixture.Xen.Calls.Total);
        _fixture.Privcmd.Dispose();
        Assert.Equal((0, 0), (_fixture.Kernel.OpenFiles, _fixture.Kernel.MemoryPages));
    }

    [Fact]
    public void A_device_can_be_restricted_again_to_the_same_domain_only()
    {
        _fixture.Privcmd.Restrict((DomainId)PrivcmdFixture.OtherDomain);
        _fixture.Privcmd.Restrict((DomainId)PrivcmdFixture.OtherDomain);

        var exception = Assert.Throws<PrivcmdException>(() => _fixture.Privcmd.Restrict((DomainId)7));

        Assert.Equal(("XEN0014", XenErrno.EINVAL), (exception.Id, exception.Error));
        Assert.Equal((DomainId)PrivcmdFixture.OtherDomain, _fixture.Privcmd.RestrictedTo);
    }

    [Fact]
    public void No_kind_of_call_allocates()
    {
        Hypercalls<PrivcmdPath> xen = _fixture.Calls;
        Span<ulong> words = stackalloc ulong[100];
        long allocated = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 500; i++)
            {
                xen.Path.Call(AnyHypercall, 1, 2, 3, 4, 5);
                xen.CallLong(AnyHypercall, 1, 2);
                xen.CallWithBuffers(AnyHypercall, HypercallArgument.InOut(words), HypercallArgument.Value(4), HypercallArgument.Out(out uint _));
                xen.CallLongWithBuffers(AnyHypercall, HypercallArgument.In<ulong>(words), HypercallArgument.Value(4));
                using HypercallBuffer<ulong> buffer = _fixture.Privcmd.Rent<ulong>(1000);
                buffer.Span[0] = 1;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>Answers calls, but leaves the multicall around them to Xen.</summary>
    private void AnswerInMulticall(Func<HypercallRequest, long> answer) =>
        _fixture.Xen.Interceptor = (in HypercallRequest request) => request.Number == 13 ? null : answer(request);
}
